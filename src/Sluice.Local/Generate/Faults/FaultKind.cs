namespace Sluice.Local.Generate.Faults;

/// <summary>The ways in which a row is made dirty.</summary>
internal enum FaultKind
{
    /// <summary>A text that is not of the column's type.</summary>
    Unreadable,

    /// <summary>A day or an hour that does not exist.</summary>
    NoSuchDate,

    /// <summary>A number of the right type that the table's column cannot hold.</summary>
    Overflow,

    /// <summary>More decimals than the table's column has.</summary>
    TooManyDecimals,

    /// <summary>A number below the minimum.</summary>
    TooSmall,

    /// <summary>A number above the maximum.</summary>
    TooGreat,

    /// <summary>No value where one is required.</summary>
    Missing,

    /// <summary>A text longer than the maximum length.</summary>
    TooLong,

    /// <summary>A text that the enum does not allow.</summary>
    NotAllowed,

    /// <summary>Bytes that are not UTF-8.</summary>
    Encoding,

    /// <summary>A record that ends before its last columns.</summary>
    TooFewFields,

    /// <summary>A record that has fields after its last column.</summary>
    TooManyFields,
}
