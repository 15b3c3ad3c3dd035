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
    public const string Change = "sluice.column.change";
    public const string Action = "sluice.column.action";
    public const string Stage = "sluice.load.stage";
    public const string Busy = "sluice.load.stage.busy";

    /// <summary>OpenTelemetry's own attribute: the full name of the exception's type.</summary>
    public const string ErrorType = "error.type";

    /// <summary>OpenTelemetry's own value of <see cref="ErrorType"/> for an error without a known type.</summary>
    public const string OtherError = "_OTHER";
}
