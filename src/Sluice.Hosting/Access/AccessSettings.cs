using Microsoft.Extensions.Configuration;

namespace Sluice.Hosting.Access;

/// <summary>The settings of access: <c>Access__Mode</c> and those of sign-in with Microsoft Entra ID.</summary>
internal sealed record AccessSettings
{
    private const string PublicCloud = "https://login.microsoftonline.com";

    /// <summary><c>Access__Mode</c>: how the app knows who may send requests.</summary>
    public AccessMode Mode { get; private init; }

    /// <summary><c>Access__TenantId</c>: the tenant whose people and apps can sign in.</summary>
    public string TenantId { get; private init; } = "";

    /// <summary><c>Access__Audience</c>: what tokens must be for: the app id URI of the app, its client id, or both.</summary>
    public IReadOnlyList<string> Audiences { get; private init; } = [];

    /// <summary><c>Access__ClientId</c>: the app that the dashboard signs in as; <see langword="null"/> for none.</summary>
    public string? ClientId { get; private init; }

    /// <summary><c>Access__Instance</c>: where people sign in, without a slash at the end.</summary>
    public string Instance { get; private init; } = PublicCloud;

    /// <summary>Whether callers must sign in.</summary>
    public bool NeedsSignIn => Mode == AccessMode.Entra;

    /// <summary>The address of the tenant at the place of sign-in.</summary>
    public string Authority => $"{Instance}/{TenantId}";

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="FormatException">A setting is missing or wrong.</exception>
    public static AccessSettings Read(IConfigurationSection section)
    {
        var settings = new AccessSettings
        {
            Mode = ReadMode(Value(section, "Mode")),
            TenantId = Guid(section, "TenantId") ?? "",
            Audiences = (Value(section, "Audience") ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            ClientId = Guid(section, "ClientId"),
            Instance = ReadInstance(Value(section, "Instance")),
        };
        var missing = !settings.NeedsSignIn ? null
            : settings.TenantId.Length == 0 ? "Access__TenantId is missing: it is the id of the tenant whose people and apps can sign in"
            : settings.Audiences.Count == 0 ? "Access__Audience is missing: it is the app id URI of the app, its client id, or both"
            : null;
        return missing is null
            ? settings
            : throw new FormatException($"The setting {missing}. With Access__Mode=Entra it is required.");
    }

    private static AccessMode ReadMode(string? text) => text switch
    {
        null => AccessMode.FunctionKey,
        _ when Enum.GetNames<AccessMode>().Contains(text, StringComparer.OrdinalIgnoreCase) =>
            Enum.Parse<AccessMode>(text, ignoreCase: true),
        _ => throw new FormatException(
            $"The setting Access__Mode can only be {string.Join(" or ", Enum.GetNames<AccessMode>())}."),
    };

    private static string? Guid(IConfigurationSection section, string name) => Value(section, name) is not { } text ? null
        : System.Guid.TryParseExact(text, "D", out var id) ? id.ToString()
        : throw new FormatException(
            $"The setting Access__{name} is not an id such as 3a5fbcb2-4f4e-4b4a-9d9e-0c4d3f1f1a10.");

    // Keys that come over plain HTTP could be anybody's. On this machine there is nobody in between.
    private static string ReadInstance(string? text) => text is null ? PublicCloud
        : Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))
            ? text.TrimEnd('/')
        : throw new FormatException($"The setting Access__Instance is not an https address such as {PublicCloud}.");

    private static string? Value(IConfigurationSection section, string name) =>
        section[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
