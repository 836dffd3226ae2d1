using System.Diagnostics;
using System.Text.RegularExpressions;
using OpenTelemetry;

namespace Metropool.ServiceDefaults;

/// <summary>
/// Names a span of SQL after its operation and table, such as <c>SELECT applications</c>. The driver names it after the database only.
/// Our statements contain no values, so that the names are safe.
/// </summary>
internal sealed partial class SqlSpanProcessor : BaseProcessor<Activity>
{
    private const string DriverSource = "Npgsql";

    public override void OnEnd(Activity data)
    {
        if (data.Source.Name != DriverSource || (data.GetTagItem("db.query.text") ?? data.GetTagItem("db.statement")) is not string sql)
        {
            return;
        }

        var (operation, table) = Parse(sql);
        if (operation is null)
        {
            return;
        }

        data.SetTag("db.operation.name", operation);
        data.SetTag("db.collection.name", table);
        data.DisplayName = table is null ? operation : $"{operation} {table}";
    }

    /// <summary>The operation and the table of the first statement; the table is null if the statement names none.</summary>
    internal static (string? Operation, string? Table) Parse(string sql)
    {
        var operation = Operation().Match(sql);
        if (!operation.Success)
        {
            return (null, null);
        }

        var name = operation.Value.ToUpperInvariant();
        var table = (name is "SELECT" or "DELETE" ? From() : Target()).Match(sql, operation.Index);
        return (name, table.Success ? table.Groups["table"].Value : null);
    }

    // The first keyword counts. In a WITH statement that is the one of the first common table expression.
    [GeneratedRegex(
        @"\b(SELECT|INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|CREATE|ALTER|DROP|LOCK|SET|CALL|DO|SAVEPOINT|RELEASE|ROLLBACK|COMMIT|BEGIN|NOTIFY|LISTEN)\b",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Operation();

    // Excludes IS DISTINCT FROM, and columns as in extract(year FROM a.day).
    [GeneratedRegex(
        """(?<!\bDISTINCT\s)\bFROM\s+(ONLY\s+)?"?(?<table>[a-z_][a-z0-9_$]*)"?(?![a-z0-9_$."(])""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex From();

    [GeneratedRegex(
        """\G\w+\s+(INTO\s+|ONLY\s+|TABLE\s+)*"?(?<table>[a-z_][a-z0-9_$]*)"?(?![a-z0-9_$."])""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Target();
}
