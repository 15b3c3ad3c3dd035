using System.Text;
using System.Text.Json;

namespace Sluice.IntegrationTests.Analytics;

/// <summary>A batch has the answers that its requests have alone.</summary>
public sealed class BatchTests(AnalyticsFixture analytics) : IClassFixture<AnalyticsFixture>
{
    private const string Json = "application/json";

    private static readonly Dictionary<string, string> GoesOn = new() { ["Prefer"] = "continue-on-error" };

    [Fact]
    public async Task Requests_of_json_are_answered_in_order_and_by_their_ids()
    {
        var answer = await analytics.BatchAsync(
            """
            {"requests":[
              {"id":"rows","method":"get","url":"items?$top=2&$select=id"},
              {"id":"count","method":"GET","url":"/api/data/items/$count"},
              {"id":"row","method":"get","url":"http://localhost/api/data/owners(3)",
               "headers":{"Accept":"application/json;odata.metadata=none"}},
              {"id":"csv","method":"get","url":"items?$top=1&$select=id&$format=csv"},
              {"id":"table","method":"get","url":"items?$top=1&$select=id&$format=arrow"},
              {"id":"model","method":"get","url":"$metadata"},
              {"id":"nothing","method":"get","url":"owners(3)/since"}
            ]}
            """,
            Json);

        Assert.Equal((200, "application/json; charset=utf-8"), (answer.Status, answer.ContentType));
        var answers = Answers(answer);
        Assert.Equal(["rows", "count", "row", "csv", "table", "model", "nothing"], answers.Select(a => a.GetProperty("id").GetString()));
        Assert.All(answers.SkipLast(1), a => Assert.Equal(200, a.GetProperty("status").GetInt32()));
        Assert.Equal(2, answers[0].GetProperty("body").GetProperty("value").GetArrayLength());
        Assert.Equal($"{AnalyticsData.ItemCount}", answers[1].GetProperty("body").GetString());
        Assert.Equal(3, answers[2].GetProperty("body").GetProperty("id").GetInt32());
        Assert.False(answers[2].GetProperty("body").TryGetProperty("@odata.context", out _));
        Assert.Equal("id\r\n1\r\n", answers[3].GetProperty("body").GetString());
        Assert.Equal("application/vnd.apache.arrow.stream", answers[4].GetProperty("headers").GetProperty("content-type").GetString());
        Assert.NotEmpty(System.Buffers.Text.Base64Url.DecodeFromChars(answers[4].GetProperty("body").GetString()));
        Assert.StartsWith("<?xml", answers[5].GetProperty("body").GetString(), StringComparison.Ordinal);
        Assert.Equal(204, answers[6].GetProperty("status").GetInt32());
        Assert.False(answers[6].TryGetProperty("body", out _));
    }

    [Fact]
    public async Task Messages_are_answered_as_messages()
    {
        var answer = await analytics.BatchAsync(
            Messages("GET items?$top=1&$select=id HTTP/1.1\r\nAccept: application/json;odata.metadata=none", "GET items/$count HTTP/1.1"),
            "multipart/mixed; boundary=\"batch_1\"");

        Assert.StartsWith("multipart/mixed; boundary=", answer.ContentType, StringComparison.Ordinal);
        var boundary = answer.ContentType!["multipart/mixed; boundary=".Length..];
        var parts = answer.Text.Split($"--{boundary}");
        Assert.Equal(("", "--\r\n"), (parts[0], parts[^1]));
        Assert.Equal(4, parts.Length);
        Assert.StartsWith(
            "\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 200 OK\r\n", parts[1],
            StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n{\"value\":[{\"id\":1}]}\r\n", parts[1], StringComparison.Ordinal);
        Assert.EndsWith($"\r\n\r\n{AnalyticsData.ItemCount}\r\n", parts[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Json, Json)]
    [InlineData("multipart/mixed", "multipart/mixed")]
    [InlineData("multipart/mixed, application/json;q=0.5", "multipart/mixed")]
    [InlineData("*/*", Json)]
    public async Task The_form_of_the_answers_is_the_one_that_is_accepted(string accept, string form)
    {
        var answer = await analytics.BatchAsync(
            """{"requests":[{"id":"1","method":"get","url":"items/$count"}]}""", Json,
            new Dictionary<string, string> { ["Accept"] = accept });

        Assert.StartsWith(form, answer.ContentType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_request_that_fails_is_the_last_unless_the_batch_is_to_go_on()
    {
        const string Body =
            """
            {"requests":[
              {"id":"1","method":"get","url":"items?$filter=nope eq 1"},
              {"id":"2","method":"get","url":"nope"},
              {"id":"3","method":"post","url":"items"},
              {"id":"4","method":"get","url":"items/$count","dependsOn":["1"]},
              {"id":"5","method":"get","url":"$1/owner"},
              {"id":"6","method":"get","url":"http://localhost/api/health"},
              {"id":"7","method":"get","url":"items/$count"}
            ]}
            """;
        var stopped = await analytics.BatchAsync(Body, Json);
        var whole = await analytics.BatchAsync(Body, Json, GoesOn);

        Assert.Equal([400], Statuses(stopped));
        Assert.Equal([400, 404, 405, 424, 501, 404, 200], Statuses(whole));
        Assert.Equal("continue-on-error", whole.Headers["Preference-Applied"]);
        Assert.Equal("BadRequest", Answers(stopped)[0].GetProperty("body").GetProperty("error").GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("respond-async; continue-on-error")]
    [InlineData("respond-async;odata.continue-on-error=true")]
    public async Task The_preference_to_go_on_is_found_among_others(string preference)
    {
        const string Wrong = """{"requests":[{"id":"1","method":"get","url":"nope"},{"id":"2","method":"get","url":"items/$count"}]}""";

        var answer = await analytics.BatchAsync(Wrong, Json, new Dictionary<string, string> { ["Prefer"] = preference });

        Assert.Equal([404, 200], Statuses(answer));
    }

    [Theory]
    [InlineData("$metadata?$format=json", 200)]
    [InlineData("/database", 404)]
    [InlineData("$1/owner", 501)]
    public async Task An_address_is_one_of_the_service(string url, int status) => Assert.Equal(
        [status], Statuses(await analytics.BatchAsync($$"""{"requests":[{"id":"1","method":"get","url":"{{url}}"}]}""", Json)));

    [Fact]
    public async Task A_change_set_changes_nothing()
    {
        var inner = Messages("POST items HTTP/1.1\r\nContent-Type: application/json\r\n\r\n{}")
            .Replace("batch_1", "changes", StringComparison.Ordinal);
        var answer = await analytics.BatchAsync(
            $"--batch_1\r\nContent-Type: multipart/mixed; boundary=changes\r\n\r\n{inner}\r\n--batch_1--\r\n",
            "multipart/mixed; boundary=batch_1");

        Assert.Contains("HTTP/1.1 405 Method Not Allowed", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Limits_are_those_of_each_request_and_of_the_batch()
    {
        var many = string.Join(',', Enumerable.Range(1, 101).Select(i => $$"""{"id":"{{i}}","method":"get","url":"items/$count"}"""));

        Assert.Contains(
            "100", (await analytics.BatchAsync($$"""{"requests":[{{many}}]}""", Json)).AssertProblem(400), StringComparison.Ordinal);
        Assert.Contains(
            "1 MB", (await analytics.BatchAsync(new string(' ', (1024 * 1024) + 1), Json)).AssertProblem(400), StringComparison.Ordinal);
        Assert.Equal([400], Statuses(await analytics.BatchAsync(
            $$"""{"requests":[{"id":"1","method":"get","url":"items?$filter=name eq '{{new string('a', 20_000)}}'"}]}""", Json)));
    }

    [Fact]
    public async Task Messages_within_messages_within_messages_are_refused_however_deep()
    {
        var body = new StringBuilder();
        for (var depth = 0; depth < 10_000; depth++)
        {
            body.Append(null, $"--b{depth}\r\nContent-Type: multipart/mixed; boundary=b{depth + 1}\r\n\r\n");
        }

        (await analytics.BatchAsync(body.ToString(), "multipart/mixed; boundary=b0")).AssertProblem(400);
    }

    [Fact]
    public async Task An_answer_is_a_part_of_the_document_whatever_coding_its_request_accepts()
    {
        var answer = await analytics.BatchAsync(
            """{"requests":[{"id":"1","method":"get","url":"items","headers":{"Accept-Encoding":"gzip","Prefer":null}}]}""", Json);

        Assert.NotEmpty(Assert.Single(Answers(answer)).GetProperty("body").GetProperty("value").EnumerateArray());
    }

    [Theory]
    [InlineData("text/plain", "", 415)]
    [InlineData("multipart/mixed", "", 415)]
    [InlineData(Json, "", 400)]
    [InlineData(Json, "[]", 400)]
    [InlineData(Json, "{}", 400)]
    [InlineData(Json, """{"requests":[{"id":"1"}]}""", 400)]
    [InlineData(Json, """{"requests":[null]}""", 400)]
    [InlineData("multipart/mixed; boundary=b", "nothing", 400)]
    [InlineData("multipart/mixed; boundary=b", "--b\r\n\r\nnothing\r\n--b--\r\n", 400)]
    public async Task What_is_no_batch_is_refused(string contentType, string body, int status) =>
        (await analytics.BatchAsync(body, contentType)).AssertProblem(status);

    private static string Messages(params ReadOnlySpan<string> messages)
    {
        var body = new StringBuilder();
        foreach (var message in messages)
        {
            body.Append(
                null, $"--batch_1\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n{message}\r\n\r\n\r\n");
        }

        return body.Append("--batch_1--\r\n").ToString();
    }

    private static List<JsonElement> Answers(HttpAnswer answer) => [.. answer.Json.GetProperty("responses").EnumerateArray()];

    private static IEnumerable<int> Statuses(HttpAnswer answer) => Answers(answer).Select(a => a.GetProperty("status").GetInt32());
}
