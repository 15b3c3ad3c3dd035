using System.Net;
using Microsoft.AspNetCore.Http;
using Sluice.Hosting.Http.Errors;

namespace Sluice.Hosting.Http.Requests;

/// <summary>
/// Keeps other sites out of an app that asks for no key because it runs on one machine. A page in a browser of that machine reaches it
/// too: by a name of its own that comes to lead here (DNS rebinding) it could read all, and whatever its name is it could post.
/// </summary>
public static class LocalAccess
{
    /// <summary>
    /// Why a request is refused, or <see langword="null"/> if it is not: it must be for this machine by a name that no other site can have,
    /// and if it changes something, no page of another site may have sent it. What is no browser says nothing of pages, and passes.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="host">The host that it is for, as the one who asks named it.</param>
    public static RequestException? Refusal(HttpRequest request, HostString host) =>
        !IsThisMachine(host.Host)
            ? RequestException.Misdirected(
                "The app runs on this machine without keys, so it only answers requests for localhost or a loopback address, such as 127.0.0.1.")
            : !IsSafe(request.Method) && !IsOfThisOrigin(request.Headers, host)
                ? RequestException.Forbidden("A page of another site or another port sent this request. Only pages of this app can change something.")
                : null;

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    // Browsers say it themselves, and no script can set either header. Those that do not have the first send the second with each POST.
    private static bool IsOfThisOrigin(IHeaderDictionary headers, HostString host) => headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => true,
        "" => headers.Origin.ToString() is var origin
            && (origin.Length == 0
                || (Uri.TryCreate(origin, UriKind.Absolute, out var page) && page.Authority.Equals(host.Value, StringComparison.OrdinalIgnoreCase))),
        _ => false,
    };
}
