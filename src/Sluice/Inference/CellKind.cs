namespace Sluice.Inference;

/// <summary>What a cell of a sample looks like.</summary>
internal enum CellKind
{
    /// <summary>Nothing, or only spaces.</summary>
    Empty,

    /// <summary>A number, also with groups, a currency or a percent sign.</summary>
    Number,

    /// <summary>A date, a time, or both.</summary>
    Date,

    /// <summary>A text that commonly means "no value".</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A web, mail or IP address.</summary>
    Address,

    /// <summary>Words without the marks that separate, quote or end things.</summary>
    Words,

    /// <summary>Any other text.</summary>
    Text,
}
