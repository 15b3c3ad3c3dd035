namespace Sluice.SqlServer.Connections;

/// <summary>For how long what is wrong with a database may last.</summary>
internal enum Lasting
{
    /// <summary>Until a person does something: there is no use in trying again.</summary>
    Ever,

    /// <summary>A few seconds, or until a person does something: the error is that of a mistake, but also that of a database that moves.</summary>
    Moments,

    /// <summary>Until the server is there again, which may be gone for good.</summary>
    Absence,

    /// <summary>As long as a serverless database takes to wake up, or a failover to be over.</summary>
    AWhile,
}
