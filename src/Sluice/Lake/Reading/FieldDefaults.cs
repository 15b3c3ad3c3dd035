namespace Sluice.Lake.Reading;

/// <summary>What a package, a resource and a schema say for all fields that do not say it themselves.</summary>
/// <param name="MissingValues">The texts that mean "no value".</param>
/// <param name="Trim">Whether white space around values is left out.</param>
/// <param name="Timezone">The IANA name of the time zone of local times, or <see langword="null"/>.</param>
internal sealed record FieldDefaults(IReadOnlyList<string> MissingValues, bool Trim, string? Timezone);
