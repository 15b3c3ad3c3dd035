namespace Sluice.SqlServer.Connections;

/// <summary>How long a fault of a database can last.</summary>
internal enum FaultKind
{
    /// <summary>Until a person does something: trying again does not help.</summary>
    Permanent,

    /// <summary>A few seconds, or until a person does something: the error can be a mistake or a database that moves.</summary>
    PossiblyTransient,

    /// <summary>Until the server is available again, if ever.</summary>
    Unreachable,

    /// <summary>As long as a serverless database needs to wake up, or a failover takes.</summary>
    Transient,
}
