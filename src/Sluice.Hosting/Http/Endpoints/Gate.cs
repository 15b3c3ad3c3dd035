using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Sluice.Analytics.Access;
using Sluice.Hosting.Access;
using Sluice.Hosting.Http.Errors;
using Sluice.Hosting.Http.Requests;

namespace Sluice.Hosting.Http.Endpoints;

/// <summary>Lets requests pass whose senders have signed in, and may send them.</summary>
/// <param name="settings">How callers are known.</param>
/// <param name="tokens">Checks tokens.</param>
internal sealed class Gate(AccessSettings settings, TokenValidator tokens)
{
    private const string Scheme = "Bearer ";

    /// <summary>
    /// Checks a request, and keeps its caller with it (<see cref="Callers"/>). Does nothing if callers are known by keys, which the host
    /// checks, or if anybody may send the request.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="function">The name of the function that it is for.</param>
    /// <exception cref="RequestException">401: there is no valid token. 403: the caller has no role that may do this.</exception>
    public async Task EnterAsync(HttpContext context, string function)
    {
        var route = HttpRoute.Find(function);
        if (!settings.NeedsSignIn || route is { IsAnonymous: true })
        {
            return;
        }

        var caller = TokenOf(context.Request) is { } token ? await tokens.ReadAsync(token, context.RequestAborted) : null;
        if (caller is null)
        {
            throw RequestException.Unauthorized(Challenge(context.Request.Headers.Authorization.Count > 0));
        }

        if (!(route?.Role is { } role ? caller.Has(role) : AppRoles.All.Any(caller.Has)))
        {
            throw RequestException.Forbidden(
                $"This needs the role {route?.Role ?? string.Join(" or ", AppRoles.All)} of the app. Whoever manages the app in Microsoft "
                    + "Entra ID assigns it.",
                (HeaderNames.WWWAuthenticate, $"{Scheme}error=\"insufficient_scope\""));
        }

        context.SetCaller(caller);
    }

    // Power Query reads the address from here, and asks for a token for the address of the service.
    private string Challenge(bool hasToken) =>
        $"{Scheme}authorization_uri=\"{settings.Authority}/oauth2/authorize\", resource_id=\"{settings.Audiences[0]}\""
        + (hasToken ? ", error=\"invalid_token\"" : "");

    private static string? TokenOf(HttpRequest request) => request.Headers.Authorization is [{ } header]
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..].Trim()
            : null;
}
