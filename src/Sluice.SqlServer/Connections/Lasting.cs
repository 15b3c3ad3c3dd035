namespace Sluice.SqlServer.Connections;

/// <summary>How long a trouble of a database can last.</summary>
internal enum Lasting
{
    /// <summary>Until a person does something: trying again does not help.</summary>
    Ever,

    /// <summary>A few seconds, or until a person does something: the error can be a mistake or a database that moves.</summary>
    Moments,

    /// <summary>Until the server is available again, if ever.</summary>
    Absence,

    /// <summary>As long as a serverless database needs to wake up, or a failover takes.</summary>
    AWhile,
}
