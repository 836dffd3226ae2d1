using System.Net.Http.Headers;
using System.Text;

namespace Metropool.Testing.Servers;

/// <summary>The addresses of the PostgreSQL and RabbitMQ servers for tests.</summary>
/// <param name="Postgres">Npgsql connection string to the maintenance database, of a user that may create databases.</param>
/// <param name="RabbitMq"><c>amqp://</c> URI of a user that may create vhosts.</param>
/// <param name="RabbitMqManagement"><c>http://</c> address of the same broker's management API, with the credentials of the same user.</param>
public sealed record TestServerAddresses(string Postgres, Uri RabbitMq, Uri RabbitMqManagement)
{
    /// <summary>A client of the broker's management API, with its credentials.</summary>
    public HttpClient ManagementClient()
    {
        var client = new HttpClient { BaseAddress = new UriBuilder(RabbitMqManagement) { UserName = "", Password = "" }.Uri };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(RabbitMqManagement.UserInfo))));
        return client;
    }
}
