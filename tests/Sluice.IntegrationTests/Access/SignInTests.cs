using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Sluice.IntegrationTests.Local;

namespace Sluice.IntegrationTests.Access;

/// <summary>A run in which callers sign in, from the token to the rows.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Package = """
        { "resources": [
          { "name": "sales", "path": "data/sales*.csv", "sluice:rows": { "partner": "city eq @claim.city" },
            "schema": { "fields": [
              { "name": "id", "type": "integer" }, { "name": "city" },
              { "name": "margin", "type": "integer", "sluice:read": ["analyst"] }] } },
          { "name": "staff", "path": "data/staff*.csv", "sluice:read": ["hr"],
            "schema": { "fields": [{ "name": "id", "type": "integer" }] } }]
        }
        """;

    private readonly TemporaryFolder folder = new();
    private LocalIssuer issuer = null!;
    private FolderRun run = null!;

    public async ValueTask InitializeAsync()
    {
        issuer = await LocalIssuer.StartAsync();
        Directory.CreateDirectory(Path.Combine(folder.Path, "lake"));
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "lake", "datapackage.json"), Package);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "sales.csv"), "id,city,margin\n1,Oslo,10\n2,Rome,20\n3,Oslo,30\n");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "staff.csv"), "id\n1\nx\n");
        run = await FolderRun.StartAsync(folder.Path, issuer.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        await (run?.DisposeAsync() ?? ValueTask.CompletedTask);
        await issuer.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_run_asks_for_a_token_and_answers_each_caller_with_what_the_caller_sees()
    {
        foreach (var open in (string[])["health", "dashboard", "dashboard/signin.json"])
        {
            Assert.Equal(200, (await SendAsync("GET", open, null)).Status);
        }

        foreach (var (method, route) in ((string, string)[])
        [
            ("GET", "data/sales"), ("GET", "data"), ("GET", "data/$metadata"), ("GET", "reports"), ("GET", "openapi.json"), ("GET", "me"),
            ("GET", "datapackage.json"), ("GET", "connect/lake.pbids"), ("GET", "rejects/1"), ("POST", "data/$batch"), ("POST", "sweep"),
            ("GET", "nothing"),
        ])
        {
            var refused = await SendAsync(method, route, null);
            Assert.Equal((route, 401), (route, refused.Status));
            Assert.StartsWith("Bearer authorization_uri=", refused.Challenge, StringComparison.Ordinal);
        }

        var works = issuer.Token(["Operator", "analyst", "hr"]);
        Assert.Equal(403, (await SendAsync("POST", "sweep", issuer.Token(["Reader"]))).Status);
        Assert.Equal(200, (await SendAsync("POST", "sweep", works)).Status);
        Assert.Equal(
            ["Operator"],
            (await SendAsync("GET", "me", works)).Json.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));

        var partner = issuer.Token(["Reader", "partner"], c => c["city"] = "Oslo");
        var seen = await SendAsync("GET", "data/sales?$orderby=id", partner);
        Assert.Equal([1, 3], seen.Json.GetProperty("value").EnumerateArray().Select(r => r.GetProperty("id").GetInt32()));
        Assert.DoesNotContain("margin", seen.Text, StringComparison.Ordinal);
        Assert.Equal(404, (await SendAsync("GET", "data/staff", partner)).Status);
        Assert.Equal(404, (await SendAsync("GET", "data/operations", partner)).Status);
        Assert.Equal(3, (await SendAsync("GET", "data/sales", works)).Json.GetProperty("value").GetArrayLength());

        var rejects = (await SendAsync("GET", "data/rejects", works)).Json.GetProperty("value")[0].GetProperty("load").GetInt64();
        Assert.Equal(200, (await SendAsync("GET", $"rejects/{rejects}", works)).Status);
        Assert.Equal(404, (await SendAsync("GET", $"rejects/{rejects}", partner)).Status);
        Assert.Empty(run.Cli.Errors);

        // What was done, and by whom, is for auditors, without a value of it.
        var csv = await SendAsync("GET", "data/sales?$format=csv&$filter=city eq 'Oslo'", partner);
        Assert.Equal(2 + 1, csv.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        var audit = await RecordsAsync(issuer.Token(["Auditor"]), atLeast: 4);
        Assert.Equal(
            [
                "Data sales 200 2 Reader,partner", "Rejects  404  Reader,partner", "Rejects staff 200  Operator,analyst,hr",
                "SweepNow  200  Operator,analyst,hr",
            ],
            audit.Select(Describe).Order(StringComparer.Ordinal));
        Assert.All(audit, r => Assert.DoesNotContain("Oslo", r.GetRawText(), StringComparison.Ordinal));
        Assert.Equal(404, (await SendAsync("GET", "data/audit", works)).Status);
        Assert.Equal(404, (await SendAsync("GET", "data/sales", issuer.Token(["Auditor"]))).Status);

        // Who owns the process needs no token on its private socket.
        var (code, output, _) = await Cli.RunInAsync(folder.Path, [], "query", "SELECT count(*) AS n FROM lake.staff", "--json");
        Assert.Equal(0, code);
        Assert.Contains("1", string.Join('\n', output), StringComparison.Ordinal);
    }

    private static string Describe(JsonElement record) => string.Join(
        ' ', ((string[])["action", "dataset", "status", "rows", "roles"]).Select(p => record.GetProperty(p).ToString()));

    // They are recorded once the answer is sent.
    private async Task<IReadOnlyList<JsonElement>> RecordsAsync(string token, int atLeast)
    {
        while (true)
        {
            var records = (await SendAsync("GET", "data/audit", token)).Json.GetProperty("value");
            if (records.GetArrayLength() >= atLeast)
            {
                return [.. records.EnumerateArray()];
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private async Task<(int Status, string? Challenge, string Text, JsonElement Json)> SendAsync(string method, string route, string? token)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(run.Api, route));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = method == "POST" && route != "sweep" ? JsonContent.Create(new { }) : null;
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson = answer.Content.Headers.ContentType?.MediaType == "application/json";
        return ((int)answer.StatusCode, answer.Headers.WwwAuthenticate.FirstOrDefault()?.ToString(), text,
            isJson ? JsonElement.Parse(text) : default);
    }
}
