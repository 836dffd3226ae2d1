using Metropool.Gateway;
using Metropool.Gateway.Operators;
using Metropool.Gateway.Proxying;
using Metropool.Gateway.Start;
using Metropool.Http;
using Metropool.ServiceDefaults;

var builder = WebApplication.CreateBuilder(args);
builder.Host.UseDefaultServiceProvider(options => (options.ValidateOnBuild, options.ValidateScopes) = (true, true));
builder.AddServiceDefaults();
builder.Services.AddSharedSettings("gateway");
builder.AddSettings<GatewaySettings>("Gateway");
builder.Services.AddProblems();
builder.Services.AddForwardedHeaders();
builder.Services.AddTokenAuthentication([.. Services.All]);
builder.Services.AddProxy();
builder.Services.AddServiceStates();

var app = builder.Build();
if (!app.SettingsAreRight())
{
    return SettingsRegistration.WrongSettingsExitCode;
}

app.UseForwardedHeaders();
app.UseResponseHeaders(apiVersion: null);
app.UseExceptionHandler();
app.UseStatusCodePages();
app.UseRouting();
app.UseTokenFilter();
app.MapStartPage();
app.MapServiceStates();
app.MapProxy();
app.MapDefaultEndpoints();
await app.RunAsync();
return Environment.ExitCode;
