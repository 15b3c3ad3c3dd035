using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Sluice.IntegrationTests.Analytics.Browser;

namespace Sluice.IntegrationTests.Local;

/// <summary>
/// A page of another site, open on the same machine, can neither read the data of a local run nor start anything in it.
/// </summary>
public sealed class OtherSiteTests(DashboardFixture app) : IClassFixture<DashboardFixture>
{
    private const string Ready = "document.readyState === 'complete'";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_whose_name_comes_to_lead_here_reads_nothing()
    {
        // To the browser, page and app are one site: they have the same name and port.
        await using var page = await OpenAsync($"http://{BrowserFixture.OtherName}:{app.Api.Port}/page");

        foreach (var path in (string[])["data/users", "data/users?$format=csv", "reports", "openapi.json", "health",
            "dashboard", "nowhere"])
        {
            var answer = await page.FetchAsync($"/api/{path}");
            Assert.Equal((421, "application/problem+json; charset=utf-8"), (answer.Status, answer.ContentType));
            Assert.Equal(421, JsonElement.Parse(answer.Text).GetProperty("status").GetInt32());
        }

        Assert.Equal(421, (await page.FetchAsync("/api/sweep", "POST")).Status);
        Assert.Equal(421, (await page.FetchAsync("/api/data/users", headers: """{"x-forwarded-host":"localhost"}""")).Status);
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/page")]
    [InlineData("http://localhost:1/page")]
    [InlineData("http://" + BrowserFixture.OtherName + "/page")]
    [InlineData("https://" + BrowserFixture.OtherName + "/page")]
    public async Task A_page_of_another_origin_starts_nothing(string address)
    {
        var before = await LoadsAsync();
        await using var page = await OpenAsync(address);

        Assert.Equal(403, await page.PostedAsync(
            app.Api,
            $"fetch('{app.Api}loads', {{ method: 'POST', mode: 'no-cors', headers: {{ 'content-type': 'text/plain' }}, "
            + "body: '{\"file\":\"data/ads/Ads.csv\"}' })"));
        Assert.Equal(403, await page.PostedAsync(app.Api, $"fetch('{app.Api}sweep', {{ method: 'POST', mode: 'no-cors' }})"));
        Assert.Equal(403, await page.PostedAsync(app.Api, $"navigator.sendBeacon('{app.Api}sweep')"));
        foreach (var type in (string[])["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
        {
            var form = $"<form target=\"to\" method=\"post\" action=\"{app.Api}loads\" enctype=\"{type}\">";
            const string Input = """<input name='{"file":"data/ads/Ads.csv","x":"' value='"}'>""";
            Assert.Equal(403, await page.PostedAsync(app.Api, $$"""
                document.body.innerHTML = `<iframe name="to"></iframe>{{form}}{{Input}}</form>`;
                document.forms[0].submit();
                """));
        }

        Assert.Equal(before, await LoadsAsync());
    }

    [Fact]
    public async Task A_page_of_the_app_itself_reads_and_starts()
    {
        await using var page = await OpenAsync($"{app.Api}page");

        Assert.Equal(200, (await page.FetchAsync("/api/data/users?$top=1")).Status);
        Assert.Equal(200, (await page.FetchAsync("/api/sweep", "POST")).Status);
        Assert.Equal(200, (await page.FetchAsync(
            "/api/loads", "POST", """{"content-type":"application/json"}""", """{"file":"data/ads/Ads.csv"}""")).Status);
        Assert.Equal(415,
            (await page.FetchAsync("/api/loads", "POST", """{"content-type":"text/plain"}""", """{"file":"data/ads/Ads.csv"}""")).Status);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("LocalHost:80", 200)]
    [InlineData("127.0.0.1:1", 200)]
    [InlineData("127.8.8.8", 200)]
    [InlineData("[::1]:7071", 200)]
    [InlineData("example.org", 421)]
    [InlineData("localhost.example.org", 421)]
    [InlineData("127.0.0.1.nip.io", 421)]
    [InlineData("localhost.", 421)]
    [InlineData("192.168.0.1", 421)]
    [InlineData("0.0.0.0", 421)]
    [InlineData("[2001:db8::1]", 421)]
    public async Task A_request_is_answered_if_it_is_for_this_machine(string host, int status)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(app.Api, "data/users?$top=1")) { Headers = { Host = host } };

        Assert.Equal(status, (int)(await http.SendAsync(request, Cancel)).StatusCode);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.OK)]
    [InlineData("Origin", "same", HttpStatusCode.OK)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "https://example.org", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "same-origin", HttpStatusCode.OK)]
    [InlineData("Sec-Fetch-Site", "none", HttpStatusCode.OK)]
    [InlineData("Sec-Fetch-Site", "same-site", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    public async Task A_program_starts_something_and_a_page_of_another_site_does_not(string? header, string? value, HttpStatusCode status)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(app.Api, "loads"))
        {
            Content = JsonContent.Create(new { file = "data/ads/Ads.csv" }),
        };
        if (header is not null)
        {
            request.Headers.Add(header, value == "same" ? app.Api.GetLeftPart(UriPartial.Authority) : value);
        }

        Assert.Equal(status, (await http.SendAsync(request, Cancel)).StatusCode);
    }

    private async Task<string> LoadsAsync() => await app.TextAsync("data/loads/$count");

    private async Task<OtherPage> OpenAsync(string address)
    {
        var page = await app.Browser.NewPageAsync();
        await page.RouteAsync(address, route => route.FulfillAsync(
            new RouteFulfillOptions { ContentType = "text/html", Body = "<!doctype html><title>page</title><body>" }));
        await page.GotoAsync(address);
        await page.WaitForFunctionAsync(Ready);
        return new OtherPage(page);
    }
}
