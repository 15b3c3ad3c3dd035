using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Sluice.Analytics.Access;
using Sluice.Hosting.Http.Errors;

namespace Sluice.Hosting.Access;

/// <summary>
/// Checks bearer tokens of Microsoft Entra ID: signature, issuer, tenant, audience and lifetime. The keys of the issuer are kept, and asked
/// for again once a day and when a token has a key that is not known.
/// </summary>
internal sealed partial class TokenValidator
{
    /// <summary>How much the clocks of the issuer and of this machine may differ.</summary>
    internal static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(2);

    // Longer tokens are no tokens of people with roles. Reading them would cost more than refusing them.
    private const int MostCharacters = 16 * 1024;

    // Tokens with made-up keys must not make the app ask the issuer each time.
    private static readonly TimeSpan LeastPause = TimeSpan.FromSeconds(30);

    private readonly AccessSettings settings;
    private readonly ConfigurationManager<OpenIdConnectConfiguration> issuer;
    private readonly JsonWebTokenHandler handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MostCharacters };
    private readonly TokenValidationParameters parameters;
    private readonly ILogger<TokenValidator> logger;

    // A token with a new key waits for the new keys, instead of being refused until they have come.
    static TokenValidator() => AppContext.SetSwitch("Switch.Microsoft.IdentityModel.UpdateConfigAsBlocking", true);

    /// <summary>Creates a validator. It asks the issuer for its keys when the first token comes.</summary>
    public TokenValidator(AccessSettings settings, ILogger<TokenValidator> logger)
    {
        this.settings = settings;
        this.logger = logger;
        issuer = new ConfigurationManager<OpenIdConnectConfiguration>(
            $"{settings.Authority}/v2.0/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever { RequireHttps = settings.Instance.StartsWith(Uri.UriSchemeHttps, StringComparison.Ordinal) })
        {
            AutomaticRefreshInterval = TimeSpan.FromDays(1),
            RefreshInterval = LeastPause,
        };
        parameters = new TokenValidationParameters
        {
            ConfigurationManager = issuer,
            ValidAudiences = settings.Audiences,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ClockSkew = ClockSkew,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ValidateAudience = true,
            ValidateIssuer = true,
            ValidateLifetime = true,
            TryAllIssuerSigningKeys = false,
        };
    }

    /// <summary>Reads who sent a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="cancellationToken">Cancels waiting for the issuer.</param>
    /// <returns>The caller, or <see langword="null"/> if the token is not valid.</returns>
    /// <exception cref="RequestException">503: the issuer cannot be reached, so nothing is known of its keys.</exception>
    public async Task<Caller?> ReadAsync(string token, CancellationToken cancellationToken)
    {
        try
        {
            await issuer.GetConfigurationAsync(cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            LogNoKeys(exception.GetType().Name);
            throw RequestException.Unavailable(
                "Sign-in is not available", "The keys of the place of sign-in cannot be read now, so no token can be checked.");
        }

        if (token.Length is 0 or > MostCharacters)
        {
            return null;
        }

        var result = await handler.ValidateTokenAsync(token, parameters);
        return result is { IsValid: true, SecurityToken: JsonWebToken valid } && IsOfTenant(valid) ? CallerOf(valid) : null;
    }

    private bool IsOfTenant(JsonWebToken token) =>
        token.TryGetPayloadValue<string>("tid", out var tenant) && tenant.Equals(settings.TenantId, StringComparison.OrdinalIgnoreCase);

    private static Caller? CallerOf(JsonWebToken token)
    {
        // A claim of several values comes once for each.
        var claims = token.Claims.GroupBy(c => c.Type, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g.Select(c => c.Value)], StringComparer.Ordinal);
        var id = First("oid") ?? First("sub");
        return id is null
            ? null
            : new Caller(
                id, First("preferred_username") ?? First("name") ?? First("azp") ?? First("appid") ?? id,
                claims.GetValueOrDefault("roles", []).ToHashSet(StringComparer.Ordinal), claims);

        string? First(string name) => claims.GetValueOrDefault(name) is [{ Length: > 0 } value, ..] ? value : null;
    }

    [LoggerMessage(62, LogLevel.Error, "The keys of the place of sign-in cannot be read ({Reason}), so nobody can sign in.")]
    private partial void LogNoKeys(string reason);
}
