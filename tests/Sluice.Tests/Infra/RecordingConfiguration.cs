using Microsoft.Extensions.Configuration;

namespace Sluice.Tests.Infra;

/// <summary>Settings that remember which of them were read.</summary>
internal sealed class RecordingConfiguration : ConfigurationProvider
{
    private readonly HashSet<string> keys = new(StringComparer.OrdinalIgnoreCase);

    public RecordingConfiguration(IDictionary<string, string?> settings) => Data = settings;

    /// <summary>The keys that were read, with <c>:</c> between the parts.</summary>
    public IReadOnlyCollection<string> Keys => keys;

    /// <inheritdoc/>
    public override bool TryGet(string key, out string? value)
    {
        keys.Add(key);
        return base.TryGet(key, out value);
    }
}
