using Azure.Core;
using Azure.Identity;
using Microsoft.Extensions.Configuration;

namespace Sluice.Hosting.Telemetry;

/// <summary>Where telemetry goes: the settings that the Functions host and OpenTelemetry's own libraries have for it.</summary>
public sealed record TelemetrySettings
{
    private const string ConnectionString = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string Authentication = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private TelemetrySettings()
    {
    }

    /// <summary><c>APPLICATIONINSIGHTS_CONNECTION_STRING</c>: the Application Insights that it goes to, or <see langword="null"/>.</summary>
    public string? ApplicationInsights { get; private init; }

    /// <summary>
    /// <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c>: <c>Authorization=AAD</c> has the app's identity sign in there, with <c>ClientId=</c>
    /// before it a user-assigned one; <see langword="null"/> if Application Insights takes telemetry of anybody.
    /// </summary>
    public TokenCredential? Credential { get; private init; }

    /// <summary><c>OTEL_EXPORTER_OTLP_ENDPOINT</c>: whether it goes to a collector too, whose other settings are OpenTelemetry's.</summary>
    public bool Otlp { get; private init; }

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SluiceSettingsException">One is wrong.</exception>
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
