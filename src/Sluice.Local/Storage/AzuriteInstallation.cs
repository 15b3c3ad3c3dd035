using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Sluice.Local.Storage;

/// <summary>
/// Finds Azurite on this machine: in the clone, on the PATH, or in Sluice's own folder. If it is missing, installs it in that folder.
/// </summary>
internal static class AzuriteInstallation
{
    private static readonly string InPackages = Path.Combine("azurite", "dist", "src", "azurite.js");

    /// <summary>Finds the script that starts Azurite. Installs Azurite with npm if it is missing.</summary>
    /// <exception cref="AzuriteException">Azurite is missing and cannot be installed.</exception>
    public static async Task<string> FindOrInstallAsync(CancellationToken cancellationToken)
    {
        var version = Version();
        var folder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "sluice", $"azurite-{version}");
        var own = Path.Combine(folder, "node_modules", InPackages);
        if (AboveTheProgram().Concat(OnThePath()).Append(own).FirstOrDefault(File.Exists) is { } script)
        {
            return script;
        }

        await InstallAsync(version, folder, own, cancellationToken);
        return own;
    }

    // The build of a clone installs Azurite beside the solution, which is above the build output.
    private static IEnumerable<string> AboveTheProgram()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            yield return Path.Combine(folder.FullName, "node_modules", InPackages);
        }
    }

    // npm installs a command as a link to its script; on Windows as a .cmd file in or below the folder with node_modules.
    private static IEnumerable<string> OnThePath()
    {
        var path = Environment.GetEnvironmentVariable("PATH") ?? "";
        foreach (var folder in path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
        {
            var command = new FileInfo(Path.Combine(folder, "azurite"));
            if (command.Exists && command.ResolveLinkTarget(returnFinalTarget: true) is { Name: "azurite.js" } script)
            {
                yield return script.FullName;
            }

            if (File.Exists(Path.Combine(folder, "azurite.cmd")))
            {
                yield return Path.Combine(folder, "node_modules", InPackages);
                yield return Path.Combine(folder, "..", InPackages);
            }
        }
    }

    // Install in a temporary folder and move it when it is complete: two processes can install at once, and an interrupted one leaves
    // nothing.
    private static async Task InstallAsync(string version, string folder, string script, CancellationToken cancellationToken)
    {
        var made = $"{folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(made);
        try
        {
            await RunNpmAsync(version, made, cancellationToken);
            Directory.Move(made, folder);
        }
        catch (IOException) when (File.Exists(script))
        {
            // Another process has installed it meanwhile.
        }
        finally
        {
            if (Directory.Exists(made))
            {
                Directory.Delete(made, recursive: true);
            }
        }
    }

    private static async Task RunNpmAsync(string version, string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(
            OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", "--loglevel=error", $"azurite@{version}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        Process npm;
        try
        {
            npm = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new AzuriteException(
                "Azurite, the storage emulator, is not installed, and npm, which installs it, was not found. "
                    + "Install Node.js 20.19 or later, or name another storage with --storage.",
                e);
        }

        using (npm)
        {
            await Console.Error.WriteLineAsync($"Installing Azurite {version}, the storage emulator, with npm. This happens only once.");
            var output = npm.StandardOutput.ReadToEndAsync(CancellationToken.None);
            var errors = npm.StandardError.ReadToEndAsync(CancellationToken.None);
            try
            {
                await npm.WaitForExitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                npm.Kill(entireProcessTree: true);
                throw;
            }

            await output;
            if (npm.ExitCode != 0)
            {
                throw new AzuriteException(
                    $"npm could not install Azurite {version} and ended with code {npm.ExitCode}: {FirstLine(await errors)} "
                    + $"Install it with 'npm install --global azurite@{version}', or name another storage with --storage.");
            }
        }
    }

    private static string FirstLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault() ?? "it said nothing.";

    // The version that the tests run with.
    private static string Version()
    {
        using var stream = typeof(AzuriteInstallation).Assembly.GetManifestResourceStream("package.json")!;
        using var package = JsonDocument.Parse(stream);
        return package.RootElement.GetProperty("devDependencies").GetProperty("azurite").GetString()!;
    }
}
