namespace Sluice;

/// <summary>
/// How much the tests try. By default each try has another kind of input, so that all of them end soon. With <c>SLUICE_THOROUGH=1</c> the
/// tests that have very many inputs, or large ones, try them all.
/// </summary>
public static class Effort
{
    public static bool IsThorough { get; } = Environment.GetEnvironmentVariable("SLUICE_THOROUGH") == "1";

    /// <summary>A number of tries, or the size of an input.</summary>
    public static int Of(int usual, int thorough) => IsThorough ? thorough : usual;
}
