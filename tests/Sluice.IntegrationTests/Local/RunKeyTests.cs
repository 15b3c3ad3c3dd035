using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Sluice.IntegrationTests.Local;

/// <summary>A run that other machines can reach.</summary>
public sealed partial class RunKeyTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public RunKeyTests()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "lake"));
        File.WriteAllText(
            Path.Combine(folder.Path, "lake", "datapackage.json"),
            """{ "resources": [{ "name": "ads", "path": "data/ads*.csv", "schema": { "fields": [{ "name": "id" }] } }] }""");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task It_speaks_TLS_by_the_given_certificate_and_asks_for_a_key_that_it_shows_once()
    {
        var (certificate, key) = WriteCertificate();
        await using var cli = Cli.StartIn(
            folder.Path, [], "run", "--port", "0", "--data", ".", "--host", "0.0.0.0", "--certificate", certificate,
            "--certificate-key", key);
        await cli.WaitForLineAsync(@"Press Ctrl\+C to stop\.");
        var shown = Assert.Single(cli.Output, l => Key().IsMatch(l)).Trim();
        var health = cli.Output.Single(l => l.EndsWith("/api/health", StringComparison.Ordinal)).Trim();
        Assert.StartsWith("https://0.0.0.0:", health, StringComparison.Ordinal);
        var api = new Uri(health.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)[..^"health".Length]);

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(api, "health", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(api, "dashboard", null)).StatusCode);
        var refused = await SendAsync(api, "data/ads", null);
        Assert.Equal((HttpStatusCode.Unauthorized, "Key"), (refused.StatusCode, refused.Headers.WwwAuthenticate.ToString()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(api, "data/ads", shown[..^1])).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(api, "sweep", null, HttpMethod.Post)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(api, "data/ads", shown)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(api, $"data/ads?code={shown}", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(api, "sweep", shown, HttpMethod.Post)).StatusCode);
        Assert.DoesNotContain(shown, string.Join(' ', cli.Errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--host", "example.org", "--host must be an IP address")]
    [InlineData("--certificate", "none.pem", "none.pem")]
    [InlineData("--certificate-key", "none.pem", "--certificate-key needs --certificate")]
    [InlineData("--certificate", "lake/datapackage.json", "has no certificate with its key")]
    public async Task A_wrong_option_is_told(string option, string value, string says)
    {
        var (code, _, errors) = await Cli.RunInAsync(folder.Path, [], "run", "--data", ".", "--port", "0", option, value);

        Assert.Equal(2, code);
        Assert.Contains(says, string.Join(' ', errors), StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(Uri api, string route, string? key, HttpMethod? method = null)
    {
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, c, _, _) => c?.Subject == "CN=lake" };
        using var http = new HttpClient(handler);
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(api, route));
        if (key is not null)
        {
            request.Headers.Add("x-functions-key", key);
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private (string Certificate, string Key) WriteCertificate()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=lake", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(folder.Path, "lake.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.Path, "lake.key"), key.ExportPkcs8PrivateKeyPem());
        return ("lake.pem", "lake.key");
    }

    [GeneratedRegex("^  [A-Za-z0-9_-]{43}$")]
    private static partial Regex Key();
}
