using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace Sluice.Hosting.Telemetry;

/// <summary>Where telemetry goes. The names of the settings are those of the Functions host and of OpenTelemetry.</summary>
internal sealed record TelemetrySettings
{
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private TelemetrySettings()
    {
    }

    /// <summary>
    /// <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>: the Application Insights resource to send to, or <see langword="null"/>.
    /// </summary>
    public string? ApplicationInsights { get; private init; }

    /// <summary>
    /// <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c>: <c>Authorization=AAD</c> signs in with the app's identity; <c>ClientId=ID;</c>
    /// before it names a user-assigned one. <see langword="null"/> if the connection string is enough.
    /// </summary>
    public TokenCredential? Credential { get; private init; }

    /// <summary>
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>: whether to send to an OTLP collector too. OpenTelemetry reads its other settings itself.
    /// </summary>
    public bool Otlp { get; private init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SluiceSettingsException">A setting is wrong.</exception>
    public static TelemetrySettings Read(IConfiguration configuration) => new()
    {
        ApplicationInsights = Value(configuration, ConnectionString),
        Credential = Value(configuration, Authentication) is { } authentication ? CredentialOf(authentication) : null,
        Otlp = Value(configuration, OtlpEndpoint) is not null,
    };

    private static string? Value(IConfiguration configuration, string name) =>
        configuration[name] is { } value && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

    private static ManagedIdentityCredential CredentialOf(string authentication)
    {
        var parts = authentication.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(p => p.Split('=', 2)).ToLookup(p => p[0], p => p[^1], StringComparer.OrdinalIgnoreCase);
        return parts["Authorization"].SingleOrDefault() == "AAD"
            ? new ManagedIdentityCredential(
                parts["ClientId"].SingleOrDefault() is { } clientId
                    ? ManagedIdentityId.FromUserAssignedClientId(clientId)
                    : ManagedIdentityId.SystemAssigned)
            : throw new SluiceSettingsException(
                $"The setting {Authentication} can only be Authorization=AAD, with ClientId=ID; before it for a user-assigned identity.");
    }
}
