using System.Text;

namespace Sluice.IntegrationTests.AzureStorage;

/// <summary>
/// Adds what the emulator never says to the answers about a blob and to listings: how a copy to it stands. Azurite copies at once, and
/// never fails half-way.
/// </summary>
internal sealed class ChangedAnswers() : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>The status of the copy (<c>pending</c>, <c>failed</c>), or <see langword="null"/> to change nothing.</summary>
    public string? CopyStatus { get; set; }

    /// <summary>Its description.</summary>
    public string? CopyDescription { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        if (CopyStatus is not { } status || !response.IsSuccessStatusCode)
        {
            return response;
        }

        if (request.Method == HttpMethod.Head)
        {
            response.Headers.Add("x-ms-copy-status", status);
            if (CopyDescription is { } description)
            {
                response.Headers.Add("x-ms-copy-status-description", description);
            }
        }
        else if (request.RequestUri!.Query.Contains("comp=list", StringComparison.Ordinal))
        {
            var list = await response.Content.ReadAsStringAsync(cancellationToken);
            response.Content = new StringContent(
                list.Replace("</Properties>", $"<CopyStatus>{status}</CopyStatus></Properties>", StringComparison.Ordinal), Encoding.UTF8,
                "application/xml");
        }

        return response;
    }
}
