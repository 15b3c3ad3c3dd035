namespace Sluice.IntegrationTests.Local;

/// <summary>Pages of a site that a setting names can read answers (CORS), and change nothing.</summary>
[Collection(nameof(UsualLake))]
public sealed class CorsTests(UsualLake lake)
{
    private const string Origin = "Access-Control-Allow-Origin";
    private const string Methods = "Access-Control-Allow-Methods";

    [Fact]
    public async Task A_page_of_an_allowed_site_reads_answers_and_their_headers()
    {
        var answer = await lake.SendAsync("GET", WideLake.Row, $"Origin: {UsualLake.Site}");

        Assert.Equal((200, UsualLake.Site), (answer.Status, answer.Headers[Origin]));
        Assert.Equal(
            ["ETag", "OData-Version", "Preference-Applied", "Retry-After"],
            answer.Headers["Access-Control-Expose-Headers"].Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_refusal_can_be_read_too()
    {
        var answer = await lake.SendAsync("GET", "/api/data/nope", $"Origin: {UsualLake.Site}");

        Assert.Equal((404, UsualLake.Site), (answer.Status, answer.Headers[Origin]));
    }

    [Theory]
    [InlineData("https://other.example.org")]
    [InlineData("http://app.example.org")]
    [InlineData("https://app.example.org:8443")]
    [InlineData("null")]
    public async Task A_page_of_another_site_is_told_nothing(string site)
    {
        var answer = await lake.SendAsync("GET", WideLake.Row, $"Origin: {site}");

        Assert.False(answer.Headers.ContainsKey(Origin));
    }

    [Fact]
    public async Task A_browser_that_asks_first_is_told_that_a_page_may_read_with_any_header()
    {
        var answer = await lake.SendAsync(
            "OPTIONS", WideLake.Row, $"Origin: {UsualLake.Site}", "Access-Control-Request-Method: GET",
            "Access-Control-Request-Headers: odata-maxversion,prefer");

        Assert.Equal((204, UsualLake.Site), (answer.Status, answer.Headers[Origin]));
        Assert.Contains("odata-maxversion", answer.Headers["Access-Control-Allow-Headers"], StringComparison.Ordinal);
        Assert.DoesNotContain("POST", answer.Headers[Methods], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_an_allowed_site_changes_nothing()
    {
        var answer = await lake.SendAsync("POST", "/api/sweep", $"Origin: {UsualLake.Site}", "Content-Length: 0");

        Assert.Equal(403, answer.Status);
    }
}
