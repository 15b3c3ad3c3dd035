using System.Text.Json;
using Microsoft.Playwright;

namespace Sluice.IntegrationTests.Local;

/// <summary>A page of another site that tries to reach an app.</summary>
internal sealed class OtherPage(IPage page) : IAsyncDisposable
{
    /// <summary>What a script of the page can read of an address.</summary>
    public async Task<(int Status, string? ContentType, string Text)> FetchAsync(
        string address, string method = "GET", string headers = "{}", string? body = null)
    {
        var answer = JsonElement.Parse(await page.EvaluateAsync<string>(
            """
            async ([address, method, headers, body]) => {
              const answer = await fetch(address, { method, headers: JSON.parse(headers), body: body ?? undefined });
              return JSON.stringify([answer.status, answer.headers.get('content-type'), await answer.text()]);
            }
            """,
            new[] { address, method, headers, body }));
        return (answer[0].GetInt32(), answer[1].GetString(), answer[2].GetString()!);
    }

    /// <summary>The app's status for what a script makes the browser post to it.</summary>
    public async Task<int> PostedAsync(Uri app, string script)
    {
        var answer = await page.RunAndWaitForResponseAsync(
            () => page.EvaluateAsync($"() => {{ {script} }}"),
            r => r.Request.Method == "POST" && r.Url.StartsWith(app.ToString(), StringComparison.Ordinal));
        return answer.Status;
    }

    public async ValueTask DisposeAsync() => await page.CloseAsync();
}
