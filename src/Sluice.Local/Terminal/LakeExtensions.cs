using Sluice.Lake.Definition;

namespace Sluice.Local.Terminal;

/// <summary>Extensions of the lake definition for commands.</summary>
internal static class LakeExtensions
{
    /// <summary>The dataset of this name.</summary>
    /// <exception cref="CommandException">There is no such dataset.</exception>
    public static Dataset Get(this LakeDefinition lake, string name) =>
        lake.Find(name) ?? throw new CommandException(
            ExitCode.Usage, $"The lake definition has no dataset {name}, only {string.Join(", ", lake.Datasets.Select(d => d.Name))}.");
}
