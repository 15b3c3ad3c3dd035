using Sluice.AzureStorage;
using Sluice.Hosting.Http.Results;
using Sluice.IntegrationTests.Azurite;
using Sluice.IntegrationTests.Operations;
using Sluice.Telemetry;

namespace Sluice.IntegrationTests.Functions;

public sealed class HttpFunctionTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private FunctionsFixture functions = null!;

    public async ValueTask InitializeAsync() => functions = await FunctionsFixture.StartAsync(azurite);

    public ValueTask DisposeAsync() => functions.DisposeAsync();

    [Fact]
    public async Task A_load_that_is_asked_for_is_answered_when_it_has_ended()
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\nx\n2\n");

        var load = await PostLoadAsync("ads/a.csv");

        Assert.Equal((200, "application/json; charset=utf-8"), (load.Status, load.ContentType));
        Assert.Equal(
            [
                "id", "file", "dataset", "kind", "state", "trigger", "etag", "attempt", "next_try", "rows", "rejected", "erased", "bytes",
                "started_at", "finished_at", "error", "rejects_file",
            ],
            Answer.Names(load.Body));
        Assert.Equal(("loaded", "new", "http"), (load.Text("state"), load.Text("kind"), load.Text("trigger")));
        Assert.Equal((2, 1), (load.Body.GetProperty("rows").GetInt32(), load.Body.GetProperty("rejected").GetInt32()));
    }

    [Fact]
    public async Task A_file_at_fault_is_a_load_too()
    {
        await functions.UploadAsync("ads/a.csv", "nonsense\n");

        var load = await PostLoadAsync("ads/a.csv");

        Assert.Equal((200, "refused"), (load.Status, load.Text("state")));
        Assert.NotNull(load.Text("error"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ads/a.csv")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"file":null}""")]
    [InlineData("""{"file":7}""")]
    [InlineData("""{"file":"a/b.csv","more":1}""")]
    [InlineData("""{"file":"a/b.csv"} {}""")]
    public async Task A_body_that_names_no_file_is_a_problem_that_shows_how_it_should_be(string body) =>
        Assert.Contains(
            """{"file":"data/ads/Ads.csv"}""", (await functions.PostLoadAsync(body)).AssertProblem(400), StringComparison.Ordinal);

    [Theory]
    [InlineData("""{"file":"data/a.csv","dataset":"ads"}""", "one of 'file', 'path' and 'dataset'")]
    [InlineData("""{"again":true}""", "one of 'file', 'path' and 'dataset'")]
    [InlineData("""{"file":"data/a.csv","stale":true}""", "not with 'file'")]
    [InlineData("""{"dataset":"ads","stale":true,"again":true}""", "does not go with")]
    [InlineData("""{"path":"data/ads/?.csv"}""", "'?' is not allowed")]
    [InlineData("""{"path":"ads"}""", "no '/'")]
    public async Task A_selection_that_cannot_be_one_is_a_problem_that_says_why(string body, string reason) =>
        Assert.Contains(reason, (await functions.PostLoadAsync(body)).AssertProblem(400), StringComparison.Ordinal);

    [Fact]
    public async Task Files_are_loaded_again_by_path_by_dataset_and_by_name()
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\n");
        await functions.UploadAsync("ads/b.csv", "id\n2\nx\n");

        Assert.Equal((2, 2, 2, 1), await SelectAsync($$"""{"path":"{{functions.Container}}/ads/*.csv"}"""));
        Assert.Equal((2, 0, 0, 0), await SelectAsync("""{"dataset":"ads"}"""));
        Assert.Equal((2, 0, 0, 0), await SelectAsync("""{"dataset":"ads","stale":true}"""));
        Assert.Equal((2, 1, 1, 1), await SelectAsync("""{"dataset":"ads","rejected":true}"""));
        Assert.Equal((1, 1, 1, 0), await SelectAsync($$"""{"path":"{{functions.Container}}/ads/a*","again":true}"""));
        var again = await functions.PostLoadAsync($$"""{"file":"{{functions.Container}}/ads/a.csv","again":true}""");
        Assert.Equal(("replace", "loaded"), (again.Text("kind"), again.Text("state")));
        Assert.Equal(2, (await functions.GetAsync("files", "?$filter=current eq true")).Rows.Count);

        async Task<(int Files, int Loaded, int Rows, int Rejected)> SelectAsync(string body)
        {
            var answer = await functions.PostLoadAsync(body);
            Assert.Equal(200, answer.Status);
            int Count(string name) => answer.Body.GetProperty(name).GetInt32();
            return (Count("matched"), Count("loaded"), Count("rows"), Count("rejected"));
        }
    }

    [Fact]
    public async Task A_selection_of_nothing_is_not_found()
    {
        (await functions.PostLoadAsync("""{"dataset":"none","again":true}""")).AssertProblem(404);
        (await functions.PostLoadAsync($$"""{"path":"{{functions.Container}}/ads/none*.csv","again":true}""")).AssertProblem(404);
        (await functions.PostLoadAsync("""{"path":"none/**"}""")).AssertProblem(404);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/jsonp")]
    [InlineData(null)]
    public async Task A_body_that_any_page_could_have_a_browser_post_is_not_read(string? contentType)
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\n");
        var body = $$"""{"file":"{{functions.Container}}/ads/a.csv"}""";

        Assert.Contains(
            "application/json", (await functions.PostLoadAsync(body, contentType)).AssertProblem(415), StringComparison.Ordinal);
        Assert.Empty((await functions.GetAsync("loads")).Rows);
        Assert.Equal(200, (await functions.PostLoadAsync(body, "Application/JSON; charset=utf-8")).Status);
    }

    [Fact]
    public async Task A_body_that_has_no_end_is_not_read_to_it() =>
        (await functions.PostLoadAsync($$"""{"file":"{{new string('x', 1_000_000)}}"}""")).AssertProblem(400);

    [Theory]
    [InlineData("ads/none.csv")]
    [InlineData("none/none.csv")]
    [InlineData("ads//a.csv")]
    [InlineData("/ads/a.csv")]
    [InlineData("ads/%61.csv")]
    [InlineData("ads%2Fa.csv")]
    [InlineData("ads/a.csv?x=1")]
    [InlineData("ads/a.csv#x")]
    [InlineData("ads/a.csv.")]
    [InlineData("ads/a.csv ")]
    [InlineData("ads/a.csv\\u0000")]
    [InlineData("ads/a\\nb.csv")]
    [InlineData("ADS/a.csv")]
    public async Task A_file_that_is_not_there_is_not_found_and_leaves_nothing_in_the_ledger(string name)
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\n");

        (await PostLoadAsync(name)).AssertProblem(404);

        await AssertLedgerIsEmptyAsync();
    }

    [Theory]
    [InlineData("../../etc/passwd", "3 to 63")]
    [InlineData("/etc/passwd", "3 to 63")]
    [InlineData("", "no '/'")]
    [InlineData("CONTAINER", "no '/'")]
    [InlineData("CONTAINER/", "names a folder")]
    [InlineData("CONTAINER/ads/", "names a folder")]
    [InlineData("CONTAINER/..", "'..'")]
    [InlineData("CONTAINER/./ads/a.csv", "'.'")]
    [InlineData("CONTAINER/x/../ads/a.csv", "'..'")]
    [InlineData("CONTAINER/../CONTAINER/ads/a.csv", "'..'")]
    [InlineData("CONTAINER/ads\\\\a.csv", "separated by '/'")]
    [InlineData("CONTAINER/LONG", "1024")]
    [InlineData("Data/ads/a.csv", "3 to 63")]
    [InlineData("$root/a.csv", "3 to 63")]
    [InlineData("d/a.csv", "3 to 63")]
    [InlineData("da--ta/a.csv", "3 to 63")]
    [InlineData("http://127.0.0.1/CONTAINER/ads/a.csv", "3 to 63")]
    public async Task A_path_that_no_file_can_have_is_a_problem_that_says_why_and_leaves_nothing_in_the_ledger(string path, string why)
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\n");
        path = path.Replace("CONTAINER", functions.Container, StringComparison.Ordinal)
            .Replace("LONG", new string('x', 1025), StringComparison.Ordinal);

        var detail = (await functions.PostLoadAsync($$"""{"file":"{{path}}"}""")).AssertProblem(400);

        Assert.Contains(why, detail, StringComparison.Ordinal);
        await AssertLedgerIsEmptyAsync();
    }

    [Fact]
    public async Task A_file_outside_the_containers_of_the_lake_is_not_found()
    {
        var container = AzuriteFixture.NewContainer("other");
        await azurite.Lake.UploadAsync(
            $"{container}/a.csv", new MemoryStream("id\n1\n"u8.ToArray()), null, TestContext.Current.CancellationToken);

        (await functions.PostLoadAsync($$"""{"file":"{{container}}/a.csv"}""")).AssertProblem(404);

        await AssertLedgerIsEmptyAsync();
    }

    [Fact]
    public async Task A_file_that_is_being_loaded_is_a_conflict()
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\n");
        await using var held = await functions.Warehouse.TryLockAsync(
            $"{functions.Container}/ads/a.csv", TestContext.Current.CancellationToken);

        (await PostLoadAsync("ads/a.csv")).AssertProblem(409);
    }

    [Fact]
    public async Task A_sweep_that_is_asked_for_is_answered_with_its_counts()
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\n2\n");

        var sweep = await functions.PostSweepAsync();

        Assert.Equal(200, sweep.Status);
        Assert.Equal((1, 2), (sweep.Body.GetProperty("loaded").GetInt32(), sweep.Body.GetProperty("rows").GetInt32()));
    }

    [Fact]
    public async Task An_operation_that_is_answered_is_a_row_of_its_set()
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\n2\n");

        var sweep = await functions.PostSweepAsync();
        var row = Assert.Single((await functions.GetAsync("operations")).Rows);

        Assert.Equal(Answer.Names(row).Order(), Answer.Names(sweep.Body).Order());
        Assert.Equal(("succeeded", "sweep"), (sweep.Text("state"), sweep.Text("kind")));
        Assert.Equal(sweep.Body.GetProperty("id").GetInt64(), row.GetProperty("id").GetInt64());
        Assert.Equal($"/api/data/operations({sweep.Body.GetProperty("id")})", $"{sweep.Headers.Location}");
    }

    [Theory]
    [InlineData("respond-async", "respond-async", null)]
    [InlineData("wait=0", "wait=0", """{"dataset":"ads","again":true}""")]
    [InlineData("respond-async, wait=1", "wait=1", """{"file":"CONTAINER/ads/a.csv"}""")]
    public async Task Work_that_takes_longer_than_the_client_waits_is_accepted(string preference, string applied, string? load)
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\n");
        var gate = functions.Hold();

        var answer = load is null
            ? await functions.PostSweepAsync(preference: preference)
            : await functions.PostLoadAsync(
                load.Replace("CONTAINER", functions.Container, StringComparison.Ordinal), preference: preference);

        Assert.Equal((202, "running"), (answer.Status, answer.Text("state")));
        var id = answer.Body.GetProperty("id");
        Assert.Equal(
            ($"/api/data/operations({id})", applied, "2"),
            ($"{answer.Headers.Location}", $"{answer.Headers["Preference-Applied"]}", $"{answer.Headers.RetryAfter}"));
        gate.SetResult();
        await functions.Operations.WaitAsync(id.GetInt64(), longest: null, onProgress: null, TestContext.Current.CancellationToken);
        Assert.Single((await functions.GetAsync("operations", $"?$filter=id eq {id} and state eq 'succeeded' and loaded eq 1")).Rows);
    }

    [Theory]
    [InlineData("wait=100000", "wait=200")]
    [InlineData("WAIT=99999999999999", "wait=200")]
    [InlineData("wait=-1", null)]
    [InlineData("wait=soon", null)]
    [InlineData("maxpagesize=5", null)]
    [InlineData("wait=3, wait=7", "wait=3")]
    [InlineData("return=minimal; wait=\"5\"", "wait=5")]
    public async Task A_preference_is_followed_as_far_as_it_can_be(string preference, string? applied) =>
        Assert.Equal(applied, (string?)(await functions.PostSweepAsync(preference: preference)).Headers["Preference-Applied"]);

    [Fact]
    public async Task An_operation_that_fails_while_the_client_waits_is_a_problem_with_the_reason_and_the_address()
    {
        await using var broken = await FunctionsFixture.StartAsync(azurite, new BrokenLake());

        var answer = await broken.PostSweepAsync();

        Assert.Equal(BrokenLake.Reason, answer.AssertProblem(503));
        Assert.StartsWith("/api/data/operations(", answer.Headers.Location.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x=1", "application/x-www-form-urlencoded", 415)]
    [InlineData("x", "text/plain", 415)]
    [InlineData("{}", "application/json", 200)]
    [InlineData("", "application/x-www-form-urlencoded", 200)]
    public async Task A_sweep_needs_no_body_and_takes_none_but_json(string body, string contentType, int status) =>
        Assert.Equal(status, (await functions.PostSweepAsync(body, contentType)).Status);

    [Fact]
    public async Task Files_loads_and_rejects_are_told_by_the_names_of_their_columns()
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\nx\n");
        await PostLoadAsync("ads/a.csv");

        var file = Assert.Single((await functions.GetAsync("files")).Rows);
        var reject = Assert.Single((await functions.GetAsync("rejects")).Rows);

        Assert.Equal(
            ["id", "path", "dataset", "state", "etag", "last_modified", "length", "rows", "rejected", "erased", "last_load", "attempts",
                "next_try", "error", "updated_at", "loaded_at", "duplicate_of", "dialect", "header_row", "encoding",
                "current"],
            Answer.Names(file));
        Assert.Equal(
            ["load", "row", "error", "file", "dataset", "line", "byte_offset", "field", "rule", "message", "raw_text"],
            Answer.Names(reject));
        Assert.Equal(("id", "type", "x"),
            (reject.GetProperty("field").GetString(), reject.GetProperty("rule").GetString(), reject.GetProperty("raw_text").GetString()));
    }

    [Fact]
    public async Task Rows_come_in_pages_that_link_to_the_next_with_the_key_of_the_address()
    {
        foreach (var name in (string[])["a", "b", "c"])
        {
            await functions.UploadAsync($"ads/{name}.csv", "id\n1\n");
            await PostLoadAsync($"ads/{name}.csv");
        }

        var first = await functions.GetAsync("loads", "?$filter=dataset eq 'ads'&code=c2VjcmV0", preference: "maxpagesize=2");
        Assert.Equal(2, first.Rows.Count);
        Assert.StartsWith(
            "http://localhost/api/data/loads?$filter=dataset%20eq%20%27ads%27&code=c2VjcmV0&$skiptoken=", first.Link,
            StringComparison.Ordinal);

        var second = await functions.GetAsync("loads", new Uri(first.Link!).Query, preference: "maxpagesize=2");
        Assert.Single(second.Rows);
        Assert.Null(second.Link);
        Assert.Equal(3, first.Rows.Concat(second.Rows).Select(l => l.GetProperty("id").GetInt64()).Distinct().Count());
    }

    [Fact]
    public async Task Rows_can_be_asked_for_by_file_load_and_state()
    {
        await functions.UploadAsync("ads/a.csv", "id\n1\n");
        await functions.UploadAsync("ads/b.csv", "nonsense\n");
        var loaded = await PostLoadAsync("ads/a.csv");
        await PostLoadAsync("ads/b.csv");

        Assert.Single((await functions.GetAsync("files", "?$filter=state eq 'refused'")).Rows);
        Assert.Single((await functions.GetAsync("loads", $"?$filter=file eq '{functions.Container}/ads/a.csv'")).Rows);
        Assert.Single((await functions.GetAsync("loads", $"?$filter=id eq {loaded.Body.GetProperty("id")}")).Rows);
        Assert.Empty((await functions.GetAsync("rejects", "?$filter=dataset eq 'users'")).Rows);
    }

    [Theory]
    [InlineData("files", "?state=loaded", "$top, $skip")]
    [InlineData("loads", "?$seek=x", "$top, $skip")]
    [InlineData("loads", "?$top=-1", "$top")]
    [InlineData("loads", "?$top=3000000000", "$top")]
    [InlineData("loads", "?$skip=one", "$skip")]
    [InlineData("loads", "?$filter=", "$filter")]
    [InlineData("loads", "?$filter=id eq 1&$filter=id eq 2", "$filter")]
    [InlineData("rejects", "?$filter=state eq 'loaded'", "'state'")]
    public async Task An_option_that_is_unknown_or_wrong_is_a_problem_that_says_what_there_is(string set, string query, string said) =>
        Assert.Contains(said, (await functions.GetAsync(set, query)).AssertProblem(400), StringComparison.Ordinal);

    [Fact]
    public async Task A_set_that_is_not_there_is_not_found() => (await functions.GetAsync("secrets")).AssertProblem(404);

    [Fact]
    public async Task Health_is_told_of_each_part()
    {
        var healthy = await functions.GetHealthAsync(Queue(azurite.ConnectionString));
        var otherKey = azurite.ConnectionString.Replace("AccountKey=", "AccountKey=AAAA", StringComparison.Ordinal);
        var noQueue = await functions.GetHealthAsync(Queue(otherKey));
        await functions.DeleteContainerAsync();
        var noLake = await functions.GetHealthAsync(Queue(azurite.ConnectionString));

        Assert.Equal((200, "healthy", "healthy", "healthy", "healthy"), Parts(healthy));
        Assert.Equal((503, "unreachable", "healthy", "healthy", "unreachable"), Parts(noQueue));
        Assert.Equal((503, "unreachable", "unreachable", "healthy", "healthy"), Parts(noLake));
        Assert.All([healthy, noQueue, noLake], a => Assert.Equal(SluiceVersion.Text, a.Text("version")));

        static QueueDispatcher Queue(string connectionString) =>
            new(HostStorageSettings.FromConnectionString(connectionString).CreateQueueClient("work"));
    }

    [Fact]
    public async Task What_goes_wrong_inside_is_a_problem_that_tells_nothing_of_it()
    {
        await functions.Warehouse.DisposeAsync();

        var detail = (await functions.GetAsync("loads")).AssertProblem(500);

        Assert.DoesNotContain("DuckDb", detail, StringComparison.OrdinalIgnoreCase);
        var answer = ProblemResult.Details(Problems.From(new InvalidOperationException("c2VjcmV0")));
        Assert.Equal("Something went wrong", ((Microsoft.AspNetCore.Mvc.ProblemDetails)answer.Value).Title);
    }

    private static (int Status, string? All, string? Lake, string? Warehouse, string? Queue) Parts(Answer health) =>
        (health.Status, health.Text("status"), health.Text("lake"), health.Text("warehouse"), health.Text("queue"));

    private async Task AssertLedgerIsEmptyAsync()
    {
        Assert.Empty((await functions.GetAsync("files")).Rows);
        Assert.Empty((await functions.GetAsync("loads")).Rows);
    }

    private Task<Answer> PostLoadAsync(string name) => functions.PostLoadAsync($$"""{"file":"{{functions.Container}}/{{name}}"}""");
}
