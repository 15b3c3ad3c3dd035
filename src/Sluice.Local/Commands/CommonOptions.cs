using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Numerics;
using Sluice.DuckDb;
using Sluice.Files;
using Sluice.Local.Hosting;
using Sluice.Local.Storage;
using Sluice.Local.Terminal;

namespace Sluice.Local.Commands;

/// <summary>The options that several commands have.</summary>
internal static class CommonOptions
{
    /// <summary><c>--home</c>.</summary>
    public static Option<string> Home { get; } = new("--home")
    {
        Description = "The folder for state: Azurite's files and the embedded warehouse. The default is the variable SLUICE_HOME, "
            + "else .sluice.",
        HelpName = "DIR",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SLUICE_HOME") is { Length: > 0 } home ? home : LocalHome.Default,
    };

    /// <summary><c>--lake</c>.</summary>
    public static Option<string> Lake { get; } = new("--lake")
    {
        Description = "The lake definition.",
        HelpName = "PATH",
        DefaultValueFactory = _ => Path.Combine("lake", "datapackage.json"),
    };

    /// <summary><c>--data</c>.</summary>
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "The local folder that is the lake. Without it, the lake is the one that the home folder was last used with, or "
            + "else in Azurite, or in the account of --storage.",
        HelpName = "DIR",
    };

    /// <summary><c>--storage</c>.</summary>
    public static Option<string?> Storage { get; } = new("--storage")
    {
        Description = "The connection string of the lake's storage account. Without it, Azurite is started. "
            + "`upload` and `rejects` also take the address of its blob service, and sign in as you are signed in to Azure.",
        HelpName = "CONN",
    };

    /// <summary><c>--warehouse</c>.</summary>
    public static Option<string?> Warehouse { get; } = new("--warehouse")
    {
        Description = "The file of the embedded warehouse. The default is in the home folder.",
        HelpName = "PATH",
    };

    /// <summary><c>--verbose</c>.</summary>
    public static Option<bool> Verbose { get; } = new("--verbose")
    {
        Description = "Log everything to standard error.",
    };

    /// <summary><c>--json</c>.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Write JSON for programs; what is for people goes to standard error.",
    };

    /// <summary><c>--port</c>.</summary>
    public static Option<int> Port { get; } = Within(0, IPEndPoint.MaxPort, new Option<int>("--port")
    {
        Description = "The port of the HTTP endpoints; 0 for any free port.",
        HelpName = "N",
        DefaultValueFactory = _ => 7071,
    });

    /// <summary><c>--seed</c>.</summary>
    public static Option<ulong> Seed { get; } = Within(ulong.MinValue, ulong.MaxValue, new Option<ulong>("--seed")
    {
        Description = "The seed of the sample data: the same seed, rows and dirt give the same bytes.",
        HelpName = "S",
        DefaultValueFactory = _ => 1,
    });

    /// <summary><c>--dirt</c>.</summary>
    public static Option<double> Dirt { get; } = Within(0, 1, new Option<double>("--dirt")
    {
        Description = "The share of dirty rows, 0 to 1.",
        HelpName = "SHARE",
        DefaultValueFactory = _ => 0.01,
    });

    /// <summary><c>--rows</c> of the commands that generate, each with its own default.</summary>
    public static Option<int> Rows(int rows) => Within(0, int.MaxValue, new Option<int>("--rows")
    {
        Description = "The number of rows of ads to generate; the other datasets follow from it.",
        HelpName = "N",
        DefaultValueFactory = _ => rows,
    });

    /// <summary><c>--dataset</c>, which is required.</summary>
    public static Option<string> Dataset() => new("--dataset")
    {
        Description = "The dataset of the lake definition.",
        HelpName = "NAME",
        Required = true,
    };

    /// <summary>Adds the options of commands that open the lake and the warehouse.</summary>
    public static void AddLocal(this Command command)
    {
        command.Options.Add(Data);
        command.Options.Add(Storage);
        command.Options.Add(Warehouse);
        command.Options.Add(Lake);
        command.Options.Add(Home);
        command.Options.Add(Verbose);
    }

    /// <summary>Reads the options that <see cref="AddLocal"/> added.</summary>
    public static LocalOptions GetLocal(this ParseResult result)
    {
        var home = new LocalHome(result.GetRequiredValue(Home));
        var (data, storage) = (result.GetValue(Data), result.GetValue(Storage));
        var known = data is null && storage is null ? HomeLake.Read(home) : null;
        return new()
        {
            Home = home,
            Lake = known is not null && result.GetResult(Lake) is null or { Implicit: true }
                ? known.Definition
                : result.GetRequiredValue(Lake),
            Data = CheckData(data ?? known?.Data, storage),
            Storage = storage,
            Warehouse = CheckWarehouse(result.GetValue(Warehouse)),
            Verbose = result.GetValue(Verbose),
        };
    }

    private static string? CheckData(string? folder, string? storage)
    {
        CommandException.ThrowUsage(
            folder is null ? null
                : storage is not null ? "The lake is either a folder or a storage account. Leave out --data or --storage."
                : LocalPath.KindOf(folder) == PathKind.Nothing ? $"{folder} does not exist. Make it, or name another folder with --data."
                : LocalPath.FindFolderFault(folder));
        return folder;
    }

    private static string? CheckWarehouse(string? path)
    {
        CommandException.ThrowUsage(path is null ? null : LocalPath.FindOutputFault(path) ?? DuckDbWarehouse.FindFault(path));
        return path;
    }

    /// <summary>Makes an option accept only numbers within bounds, both included.</summary>
    /// <returns>The option.</returns>
    public static Option<T> Within<T>(T least, T most, Option<T> option)
        where T : struct, INumber<T>
    {
        var kind = typeof(T) == typeof(double) ? "a number" : "a whole number";
        var bounds = double.CreateSaturating(most) > int.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"of {least} or more")
            : string.Create(CultureInfo.InvariantCulture, $"from {least} to {most}");
        option.CustomParser = r =>
        {
            if (r.Tokens is [var token] && T.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && value >= least && value <= most)
            {
                return value;
            }

            r.AddError($"{option.Name} must be {kind} {bounds}.");
            return default;
        };
        return option;
    }
}
