namespace Sluice.Lake.Reading;

/// <summary>Collects what is wrong with the descriptors of a lake definition.</summary>
internal sealed class DescriptorErrors
{
    private readonly List<LakeDefinitionError> errors = [];
    private readonly Dictionary<(string File, string Pointer), int> order = [];

    /// <summary>How many errors there are so far: a reader that sees it unchanged knows that its part is sound.</summary>
    public int Count => errors.Count;

    /// <summary>Says that a value comes next in the order of the descriptors.</summary>
    public void Place(string file, string pointer) => order.TryAdd((file, pointer), order.Count);

    /// <summary>Adds an error.</summary>
    public void Add(string file, string pointer, string message) => errors.Add(new(file, pointer, message));

    /// <summary>All errors in the order of the descriptors, each once: two datasets may refer to one schema.</summary>
    public IReadOnlyList<LakeDefinitionError> ToList() => [.. errors.Distinct().OrderBy(e => PlaceOf(e.File, e.Pointer))];

    private int PlaceOf(string file, string pointer)
    {
        while (true)
        {
            if (order.TryGetValue((file, pointer), out var place))
            {
                return place;
            }

            if (pointer.Length == 0)
            {
                return -1;
            }

            pointer = pointer[..pointer.LastIndexOf('/')];
        }
    }
}
