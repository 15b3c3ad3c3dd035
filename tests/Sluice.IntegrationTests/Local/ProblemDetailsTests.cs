using System.Globalization;
using System.Text.Json;

namespace Sluice.IntegrationTests.Local;

public sealed class ProblemDetailsTests(ServedLake lake) : IClassFixture<ServedLake>
{
    private const string Host = "Host: localhost\r\n";

    [Theory]
    [InlineData("nonsense\r\n\r\n", 400)]
    [InlineData("GET /api/health\r\n\r\n", 400)]
    [InlineData("GET /api/health HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /api/health HTTP/1.1\r\nHost: a b\r\n\r\n", 400)]
    [InlineData("GET /api/health HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", 400)]
    [InlineData("GET api/health HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /api/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("POST /api/loads HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: zip\r\n\r\n", 400)]
    [InlineData("POST /api/loads HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", 400)]
    [InlineData("POST /api/loads HTTP/1.0\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /api/health HTTP/9.9\r\nHost: localhost\r\n\r\n", 505)]
    [InlineData(
        "POST /api/loads HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: 99999999\r\nConnection: close\r\n\r\n{",
        413)]
    public async Task A_request_that_cannot_be_read_has_problem_details(string request, int status) =>
        AssertProblem(status, await lake.SendAsync(request));

    [Fact]
    public async Task An_address_that_is_too_long_has_problem_details() =>
        AssertProblem(414, await lake.SendAsync($"GET /api/{new string('x', 500_000)} HTTP/1.1\r\n{Host}\r\n"));

    [Fact]
    public async Task Headers_that_are_too_large_have_problem_details() =>
        AssertProblem(431, await lake.SendAsync($"GET /api/health HTTP/1.1\r\n{Host}A: {new string('x', 100_000)}\r\n\r\n"));

    [Fact]
    public async Task An_address_may_be_as_long_as_a_query_may_be()
    {
        var query = string.Concat(Enumerable.Repeat("%C3%A9", 16_000));

        Assert.Equal(200, (await lake.SendAsync("GET", $"/api/data/ads?$filter=title%20eq%20%27{query}%27")).Status);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/api/")]
    [InlineData("/api/none")]
    [InlineData("/api/dashboard/a/b")]
    [InlineData("/api/dashboard/none.js")]
    [InlineData("/api/data/none")]
    [InlineData("/api/reports/none")]
    [InlineData("/favicon.ico")]
    public async Task An_address_that_is_not_there_has_problem_details(string path) =>
        AssertProblem(404, await lake.SendAsync("GET", path));

    [Theory]
    [InlineData("POST", "/api/uploads?dataset=ads&name=a.csv", "application/json", 415)]
    [InlineData("POST", "/api/uploads?dataset=ads", "text/csv", 400)]
    [InlineData("POST", "/api/uploads?name=a.csv", "text/csv", 400)]
    [InlineData("POST", "/api/uploads?dataset=none&name=a.csv", "text/csv", 404)]
    [InlineData("POST", "/api/uploads?dataset=ads&name=.a.csv", "text/csv", 400)]
    [InlineData("POST", "/api/uploads?dataset=ads&name=a%0Ab.csv", "text/csv", 400)]
    [InlineData("POST", "/api/uploads?dataset=ads&name=a.txt", "text/csv", 400)]
    [InlineData("POST", "/api/uploads?dataset=ads&name=..%2Fusers%2Fa.csv", "text/csv", 400)]
    [InlineData("POST", "/api/uploads?dataset=ads&name=Ads.csv", "text/csv", 409)]
    [InlineData("POST", "/api/reports", "text/csv", 415)]
    [InlineData("POST", "/api/reports", "application/json", 400)]
    [InlineData("DELETE", "/api/reports/none", "application/json", 404)]
    [InlineData("GET", "/api/rejects/1", "application/json", 404)]
    [InlineData("GET", "/api/rejects/99", "application/json", 404)]
    [InlineData("GET", "/api/rejects/x", "application/json", 404)]
    public async Task A_file_or_a_report_that_cannot_be_taken_or_given_has_problem_details(
        string method, string path, string type, int status)
    {
        var files = await lake.SendAsync("GET", "/api/data/files/$count");

        AssertProblem(status, await lake.SendAsync(
            $"{method} {path} HTTP/1.1\r\n{Host}Content-Type: {type}\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}"));
        Assert.Equal(files.Body, (await lake.SendAsync("GET", "/api/data/files/$count")).Body);
    }

    [Theory]
    [InlineData("POST", "/api/data", "GET, HEAD")]
    [InlineData("DELETE", "/api/data/ads(1)", "GET, HEAD")]
    [InlineData("PATCH", "/api/data/ads", "GET, HEAD")]
    [InlineData("PUT", "/api/health", "GET, HEAD")]
    [InlineData("OPTIONS", "/api/reports", "GET, HEAD, POST")]
    [InlineData("BREW", "/api/dashboard", "GET, HEAD")]
    [InlineData("GET", "/api/loads", "POST")]
    [InlineData("GET", "/api/sweep", "POST")]
    public async Task A_method_that_an_address_does_not_take_has_problem_details_that_say_which_it_takes(
        string method, string path, string allowed)
    {
        var answer = await lake.SendAsync(method, path);

        AssertProblem(405, answer);
        Assert.Equal(allowed, answer.Headers["Allow"]);
    }

    [Theory]
    [InlineData("/api/health")]
    [InlineData("/api/data")]
    [InlineData("/api/data/$metadata")]
    [InlineData("/api/data/ads")]
    [InlineData("/api/data/ads?$format=csv")]
    [InlineData("/api/data/ads?$apply=groupby((city))&$format=application/json;odata.metadata=full")]
    [InlineData("/api/data/ads?$format=parquet")]
    [InlineData("/api/data/ads?$format=arrow")]
    [InlineData("/api/data/ads/profile")]
    [InlineData("/api/data/ads/$count")]
    [InlineData("/api/data/ads(1)")]
    [InlineData("/api/data/ads(99)")]
    [InlineData("/api/data/ads?$filter=none%20eq%201")]
    [InlineData("/api/data/ads?$skiptoken=none")]
    [InlineData("/api/data/users(1)/ads")]
    [InlineData("/api/reports")]
    [InlineData("/api/reports/sign-ups-by-source")]
    [InlineData("/api/reports/sign-ups-by-source?$format=csv")]
    [InlineData("/api/datapackage.json")]
    [InlineData("/api/openapi.json")]
    [InlineData("/api/dashboard")]
    [InlineData("/api/dashboard/app.js")]
    [InlineData("/api/none")]
    public async Task HEAD_has_the_status_and_headers_of_GET_and_no_body(string path)
    {
        var (get, head) = (await lake.SendAsync("GET", path), await lake.SendAsync("HEAD", path));

        Assert.Equal((get.Status, ""), (head.Status, head.Body));
        Assert.NotEqual(405, head.Status);

        // The length of an answer with rows, and the tag of one that is made of them, are known only after they are read.
        Assert.Equal(Headers(get, head.Headers), Headers(head, get.Headers));
        Assert.Superset(new HashSet<string>(["Content-Type", "X-Content-Type-Options"]), head.Headers.Keys.ToHashSet());
    }

    [Fact]
    public async Task What_clients_do_wrong_is_not_in_the_log()
    {
        foreach (var path in (string[])["/api/none", "/api/data/ads?$filter=none", "/api/data/none", "/api/data/ads(99)",
            "/api/reports/none"])
        {
            Assert.InRange((await lake.SendAsync("GET", path)).Status, 400, 499);
        }

        Assert.Equal(405, (await lake.SendAsync("DELETE", "/api/loads")).Status);
        AssertProblem(404, await lake.SendAsync(Post("""{"file":"data/ads/none.csv"}""")));
        AssertProblem(400, await lake.SendAsync(Post("""{"file":"../../etc/passwd"}""")));
        Assert.Empty(lake.Errors);
    }

    private static string Post(string body) =>
        $"POST /api/loads HTTP/1.1\r\n{Host}Connection: close\r\nContent-Type: application/json\r\n"
        + $"Content-Length: {body.Length}\r\n\r\n{body}";

    private static IEnumerable<string> Headers(RawAnswer answer, IReadOnlyDictionary<string, string> others) => answer.Headers
        .Where(h => h.Key is not ("Date" or "Transfer-Encoding")
            && (h.Key is not ("Content-Length" or "ETag") || others.ContainsKey(h.Key)))
        .Select(h => $"{h.Key}: {h.Value}")
        .Order(StringComparer.Ordinal);

    private static void AssertProblem(int status, RawAnswer answer)
    {
        Assert.Equal(
            (status, "application/problem+json; charset=utf-8"), (answer.Status, answer.Headers.GetValueOrDefault("Content-Type")));
        Assert.Equal(answer.Body.Length.ToString(CultureInfo.InvariantCulture), answer.Headers["Content-Length"]);
        var problem = JsonElement.Parse(answer.Body);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Assert.Equal("about:blank", problem.GetProperty("type").GetString());
        Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
    }
}
