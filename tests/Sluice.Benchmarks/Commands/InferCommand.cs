using System.CommandLine;

namespace Sluice.Benchmarks.Commands;

/// <summary><c>infer</c>: judges what <c>sluice infer</c> makes of real files.</summary>
internal static class InferCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create() => new("infer", "Judges what 'sluice infer' makes of real files.")
    {
        InferDialectsCommand.Create(),
        InferFitCommand.CreateSame(),
        InferFitCommand.CreateHalves(),
        InferTypesCommand.Create(),
    };

    /// <summary>The option that chooses files.</summary>
    public static Option<string> Only() => new("--only")
    {
        Description = "The files to judge, as a name with * and ?: \"a*.csv\". Without it all.",
        HelpName = "PATTERN",
        DefaultValueFactory = _ => "*",
    };

    /// <summary>The option that lists files.</summary>
    public static Option<bool> Verbose() => new("--verbose") { Description = "Lists the files that are not as they should be." };

    /// <summary>The folders with files.</summary>
    public static Argument<string[]> Folders() => new("FOLDER")
    {
        Description = "Folders with CSV files, which are searched with all folders in them, or files.",
        Arity = ArgumentArity.OneOrMore,
    };
}
