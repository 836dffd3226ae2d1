using System.Text.Json.Nodes;
using Metropool.Testing.Conformance;
using Xunit;

namespace Metropool.Testing;

/// <summary>
/// Measures the database use of every GET operation of a service, first with few and then with many elements. A test project of a service derives from it, and
/// an operation that is added later fails until it is given here.
/// </summary>
public abstract class DatabaseUseTests<TProgram>(ServiceFixture<TProgram> fixture)
    where TProgram : class
{
    /// <summary>The number of elements at first, and of items in a page.</summary>
    protected const int Few = 2;

    /// <summary>The number of elements that are added, and of items in a page.</summary>
    protected const int Many = 12;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Operations that aren't measured, each with the reason.</summary>
    protected virtual IReadOnlyDictionary<string, string> Excluded { get; } = new Dictionary<string, string>();

    /// <summary>
    /// Adds <see cref="Few"/> elements to every list, and one or two of every kind of child to every resource: enough for every query of a handler.
    /// </summary>
    /// <returns>A request for each operation. Pages have no limit in their path.</returns>
    protected abstract Task<IReadOnlyCollection<MeasuredRequest>> AddFewAsync();

    /// <summary>Adds <see cref="Many"/> elements to the same lists, and as many children to the same resources.</summary>
    protected abstract Task AddManyAsync();

    [Fact]
    public async Task A_request_reads_no_more_than_it_returns()
    {
        var operations = await OperationsAsync();
        var requests = (await AddFewAsync()).ToDictionary(request => request.Operation);
        Assert.Empty(operations.Keys.Where(operation => !requests.ContainsKey(operation) && !Excluded.ContainsKey(operation)));
        Assert.Empty(requests.Keys.Concat(Excluded.Keys).Where(operation => !operations.ContainsKey(operation)));

        var few = await MeasureAsync(requests.Values, operations, Few);
        await AddManyAsync();
        var many = await MeasureAsync(requests.Values, operations, Many);

        Print(few, many);
        var faults = few.SelectMany(row => DatabaseUseComparison.Faults(row.Value, many[row.Key]).Select(fault => $"{row.Key}: {fault}")).ToList();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    private async Task<Dictionary<string, ApiOperation>> OperationsAsync()
    {
        var client = fixture.PlainClientFor(TestCaller.Anonymous);
        var document = JsonNode.Parse(await client.GetStringAsync(new Uri($"/{fixture.Service}/v1/openapi.json", UriKind.Relative), Cancellation))!.AsObject();
        return document["paths"]!.AsObject().Where(path => path.Value!["get"] is not null)
            .Select(path => new ApiOperation(document, $"/{fixture.Service}/v1", path.Key, "GET", path.Value!["get"]!.AsObject()))
            .ToDictionary(operation => operation.Description["operationId"]!.ToString());
    }

    private async Task<Dictionary<string, MeasuredAnswer>> MeasureAsync(
        IEnumerable<MeasuredRequest> requests, Dictionary<string, ApiOperation> operations, int limit)
    {
        var answers = new Dictionary<string, MeasuredAnswer>();
        foreach (var request in requests)
        {
            if (operations[request.Operation].IsPage)
            {
                answers[request.Operation] = await MeasureAsync(request with { Path = Limited(request.Path, limit) });
                answers[$"{request.Operation}, one item"] = await MeasureAsync(request with { Path = Limited(request.Path, 1), Children = Children.None });
            }
            else
            {
                answers[request.Operation] = await MeasureAsync(request);
            }
        }

        return answers;
    }

    private async Task<MeasuredAnswer> MeasureAsync(MeasuredRequest request)
    {
        var (answer, use) = await fixture.DatabaseUse.GetAsync(request.Client, request.Path, Cancellation);
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True(answer.IsSuccessStatusCode, $"{request.Path}: {(int)answer.StatusCode} {text}");
            var isJson = answer.Content.Headers.ContentType?.MediaType == "application/json";
            return new(request, isJson ? ElementsOf(JsonNode.Parse(text)) : text.Count(letter => letter == '\n'), use);
        }
    }

    private static string Limited(string path, int limit) => $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit={limit}";

    // An object in an answer is read from about one row.
    private static int ElementsOf(JsonNode? node) => node switch
    {
        JsonObject known => 1 + known.Sum(property => ElementsOf(property.Value)),
        JsonArray items => items.Sum(ElementsOf),
        _ => 0,
    };

    private static void Print(Dictionary<string, MeasuredAnswer> few, Dictionary<string, MeasuredAnswer> many)
    {
        var output = TestContext.Current.TestOutputHelper!;
        output.WriteLine($"{"operation",-40} {"elements",13} {"commands",13} {"rows",13}");
        foreach (var (operation, before) in few)
        {
            var after = many[operation];
            output.WriteLine(
                $"{operation,-40} {Growth(before.Elements, after.Elements)} {Growth(before.Use.Commands, after.Use.Commands)} "
                + Growth(before.Use.Rows, after.Use.Rows));
        }

        static string Growth(int before, int after) => $"{before,5} > {after,5}";
    }
}

/// <summary>A request whose database use is measured.</summary>
/// <param name="Operation">The operation id.</param>
/// <param name="Client">The client that sends it.</param>
/// <param name="Path">The public path, such as <c>/intake/v1/applications</c>. That of a page has no limit.</param>
/// <param name="Children">Whether its answer has more elements once there are many.</param>
public sealed record MeasuredRequest(string Operation, HttpClient Client, string Path, Children Children = Children.Added)
{
    /// <summary>The number of added elements that the service reads and doesn't return, such as the team members among whom it looks for the caller.</summary>
    public int Unreturned { get; init; }
}

/// <summary>Whether an answer has more elements once there are many.</summary>
public enum Children
{
    /// <summary>The answer has more elements.</summary>
    Added,

    /// <summary>The answer has no collection that grows.</summary>
    None,
}

/// <summary>The size of an answer, and what the database did for it.</summary>
public sealed record MeasuredAnswer(MeasuredRequest Request, int Elements, DatabaseUse Use);

/// <summary>Compares the database use of a request with few and with many elements.</summary>
public static class DatabaseUseComparison
{
    // A page reads one item more than it returns, which can have more children. Twelve items that are read and not returned are more.
    private const int Tolerance = 6;

    /// <summary>What grows that shouldn't.</summary>
    public static IEnumerable<string> Faults(MeasuredAnswer few, MeasuredAnswer many)
    {
        ArgumentNullException.ThrowIfNull(few);
        ArgumentNullException.ThrowIfNull(many);
        var (elements, rows) = (many.Elements - few.Elements, many.Use.Rows - few.Use.Rows);
        if (many.Request.Children == Children.Added && elements < Tolerance)
        {
            yield return $"the answer has only {elements} more elements, so that nothing is measured";
        }

        if (many.Use.Commands > few.Use.Commands)
        {
            yield return $"the commands grow from {few.Use.Commands} to {many.Use.Commands} for {elements} more elements";
        }

        if (rows > Math.Max(0, elements) + many.Request.Unreturned + Tolerance)
        {
            yield return $"the rows grow from {few.Use.Rows} to {many.Use.Rows} for {elements} more elements";
        }
    }
}
