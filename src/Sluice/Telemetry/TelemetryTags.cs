namespace Sluice.Telemetry;

/// <summary>The names of the attributes of spans and metrics.</summary>
internal static class TelemetryTags
{
    public const string Dataset = "sluice.dataset.name";
    public const string File = "sluice.file.path";
    public const string Load = "sluice.load.id";
    public const string Kind = "sluice.load.kind";
    public const string State = "sluice.load.state";
    public const string Trigger = "sluice.load.trigger";
    public const string Rows = "sluice.load.rows";
    public const string Rejects = "sluice.load.rejects";
    public const string Bytes = "sluice.load.size";
    public const string Stage = "sluice.load.stage";
    public const string Busy = "sluice.load.stage.busy";

    /// <summary>Of OpenTelemetry's own conventions: the full name of the exception's type.</summary>
    public const string ErrorType = "error.type";

    /// <summary>Of OpenTelemetry's own conventions: the type of an error that nobody looked at.</summary>
    public const string OtherError = "_OTHER";
}
