namespace Sluice.IntegrationTests.Local;

/// <summary>Uses the default settings, and lets the pages of one site read its answers.</summary>
public sealed class UsualLake() : WideLake($"Http__AllowedOrigins={Site}")
{
    /// <summary>The site.</summary>
    public const string Site = "https://app.example.org";

    internal async Task<RawAnswer> SendAsync(string method, string path, params IEnumerable<string> headers)
    {
        using var client = await RawClient.SendAsync(
            Port,
            $"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{string.Concat(headers.Select(h => $"{h}\r\n"))}\r\n");
        return await client.ReadToEndAsync();
    }
}
