using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Sluice.IntegrationTests.Access;

/// <summary>A place of sign-in on this machine: it serves its keys over HTTP, as Microsoft Entra ID does, and signs tokens.</summary>
internal sealed class LocalIssuer : IAsyncDisposable
{
    public const string Tenant = "11111111-2222-3333-4444-555555555555";
    public const string Audience = "https://sluice.example";

    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, RSA> keys = new();
    private int asked;

    private LocalIssuer(WebApplication app) => this.app = app;

    /// <summary>Its address.</summary>
    public string Url => app.Urls.First();

    /// <summary>How often it was asked for its keys.</summary>
    public int Asked => Volatile.Read(ref asked);

    /// <summary>Whether it answers as if it were broken.</summary>
    public bool IsDown { get; set; }

    /// <summary>The settings of an app that trusts it, each <c>name=value</c>.</summary>
    public string[] Settings =>
    [
        "Access__Mode=Entra", $"Access__TenantId={Tenant}", $"Access__Audience={Audience}", $"Access__Instance={Url}",
        "Access__ClientId=99999999-2222-3333-4444-555555555555",
    ];

    public static async Task<LocalIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var issuer = new LocalIssuer(app);
        app.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", (string tenant) => issuer.IsDown
            ? Results.StatusCode(StatusCodes.Status503ServiceUnavailable)
            : Results.Json(new { issuer = issuer.NameOf(tenant), jwks_uri = $"{issuer.Url}/keys" }));
        app.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref issuer.asked);
            return Results.Json(new { keys = issuer.keys.Select(k => PublicOf(k.Key, k.Value)) });
        });
        await app.StartAsync();
        issuer.AddKey("first");
        return issuer;
    }

    /// <summary>Adds a key.</summary>
    public void AddKey(string id) => keys[id] = RSA.Create(2048);

    /// <summary>No longer serves a key, and returns it.</summary>
    public RSA RemoveKey(string id) => keys.TryRemove(id, out var key) ? key : throw new InvalidOperationException("No such key.");

    /// <summary>Makes a token of a caller.</summary>
    /// <param name="roles">The roles.</param>
    /// <param name="change">Changes the claims.</param>
    /// <param name="key">The id of the key that it names.</param>
    /// <param name="signs">The key that signs it, if another one.</param>
    /// <param name="algorithm">The algorithm that it names; <c>none</c> has no signature.</param>
    public string Token(
        string[] roles, Action<Dictionary<string, object?>>? change = null, string key = "first", RSA? signs = null,
        string algorithm = "RS256")
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        Dictionary<string, object?> claims = new()
        {
            ["iss"] = NameOf(Tenant),
            ["aud"] = Audience,
            ["tid"] = Tenant,
            ["oid"] = "caller-1",
            ["preferred_username"] = "ann@example.com",
            ["roles"] = roles,
            ["iat"] = now - 3600,
            ["nbf"] = now - 3600,
            ["exp"] = now + 3600,
        };
        change?.Invoke(claims);
        var head = Encode(new { alg = algorithm, typ = "JWT", kid = key });
        var signed = $"{head}.{Encode(claims.Where(c => c.Value is not null).ToDictionary())}";
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = algorithm switch
        {
            "none" => "",
            "HS256" => Base64UrlEncoder.Encode(HMACSHA256.HashData(keys[key].ExportSubjectPublicKeyInfo(), bytes)),
            _ => Base64UrlEncoder.Encode(
                (signs ?? keys[key]).SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
        };
        return $"{signed}.{signature}";
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        foreach (var key in keys.Values)
        {
            key.Dispose();
        }
    }

    private string NameOf(string tenant) => $"{Url}/{tenant}/v2.0";

    private static string Encode(object value) => Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(value));

    private static object PublicOf(string id, RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new
        {
            kty = "RSA",
            use = "sig",
            kid = id,
            n = Base64UrlEncoder.Encode(parameters.Modulus!),
            e = Base64UrlEncoder.Encode(parameters.Exponent!),
        };
    }
}
