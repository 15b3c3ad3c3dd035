namespace Sluice.Hosting.Access;

/// <summary>How the app knows who may send requests.</summary>
internal enum AccessMode
{
    /// <summary>Who has a key of the Functions host may do everything.</summary>
    FunctionKey,

    /// <summary>People and apps sign in with Microsoft Entra ID, and their roles say what they may do.</summary>
    Entra,
}
