using System.Buffers;

namespace Sluice.Local.Terminal;

/// <summary>A word of a command line that people copy into a shell: POSIX, or PowerShell on Windows.</summary>
internal static class ShellWord
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        $"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:=,+@{Path.DirectorySeparatorChar}");

    /// <summary>The text as one word, in quotes if the shell would divide it or replace parts of it.</summary>
    public static string Of(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain)
        ? text
        : $"'{text.Replace("'", OperatingSystem.IsWindows() ? "''" : "'\\''", StringComparison.Ordinal)}'";
}
