namespace Sluice;

/// <summary>
/// How much the tests try. By default, those with very many or large inputs take a part of them, so that all tests end soon. With
/// <c>SLUICE_THOROUGH=1</c> they take all.
/// </summary>
public static class Effort
{
    public static bool IsThorough { get; } = Environment.GetEnvironmentVariable("SLUICE_THOROUGH") == "1";

    /// <summary>A number of tries, or the size of an input.</summary>
    public static int Of(int usual, int thorough) => IsThorough ? thorough : usual;
}
