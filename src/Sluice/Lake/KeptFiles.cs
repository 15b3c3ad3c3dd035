namespace Sluice.Lake;

/// <summary>
/// The folders of small files that Sluice keeps in the lake for itself, in the container of rejects. No dataset can have such a name.
/// </summary>
public static class KeptFiles
{
    /// <summary>The container.</summary>
    public const string Container = "rejects";

    /// <summary>The folder of stamps: when the rows of each dataset may have changed.</summary>
    public const string Stamps = "_stamps/";

    /// <summary>The folder of answers of reports. They may have values of rows.</summary>
    public const string Answers = "_answers/";
}
