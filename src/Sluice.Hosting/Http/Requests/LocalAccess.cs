using System.Net;
using Microsoft.AspNetCore.Http;
using Sluice.Hosting.Http.Errors;

namespace Sluice.Hosting.Http.Requests;

/// <summary>
/// Protects an app that runs on one machine and asks for no key. A web page in a browser of that machine can reach the app: it could read
/// everything by a name that resolves to this machine (DNS rebinding), and it could post from any site (CSRF).
/// </summary>
internal static class LocalAccess
{
    /// <summary>
    /// Why a request is refused, or <see langword="null"/> if it is allowed. Its host must be localhost or a loopback address, which no
    /// other site can have. A request that changes something must not come from a page of another origin. Clients that are no browsers send
    /// no origin and are allowed.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="host">The host that the client asked for.</param>
    public static RequestException? Refusal(HttpRequest request, HostString host) =>
        !IsThisMachine(host.Host)
            ? RequestException.Misdirected(
                "The app runs on this machine without keys, so it only answers requests for localhost or a loopback address, "
                    + "such as 127.0.0.1.")
            : !IsSafe(request.Method) && !IsOfThisOrigin(request.Headers, host)
                ? RequestException.Forbidden(
                    "A page of another site or another port sent this request. Only pages of this app can change something.")
                : null;

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    // Browsers set both headers, and no script can. Browsers without Sec-Fetch-Site send Origin with each POST.
    private static bool IsOfThisOrigin(IHeaderDictionary headers, HostString host) => headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => true,
        "" => headers.Origin.ToString() is var origin
            && (origin.Length == 0
                || (Uri.TryCreate(origin, UriKind.Absolute, out var page)
                    && page.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase))),
        _ => false,
    };
}
