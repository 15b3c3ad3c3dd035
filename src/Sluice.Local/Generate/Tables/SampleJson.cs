using System.Text.Json.Serialization;

namespace Sluice.Local.Generate.Tables;

// Fix the line break, so that the same options give the same bytes on every system.
[JsonSourceGenerationOptions(WriteIndented = true, NewLine = "\n", PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SampleFile))]
internal sealed partial class SampleJson : JsonSerializerContext;
