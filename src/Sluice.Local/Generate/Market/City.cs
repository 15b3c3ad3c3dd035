using System.Text;
using Sluice.Local.Generate.Tables;

namespace Sluice.Local.Generate.Market;

/// <summary>A city: its share of the users, and its position in millionths of a degree.</summary>
internal sealed class City(int weight, string name, int latitude, int longitude)
{
    private static readonly City[] All =
    [
        new(150, "Paris", 48_856_614, 2_352_222),
        new(52, "Marseille", 43_296_482, 5_369_780),
        new(58, "Lyon", 45_764_043, 4_835_659),
        new(40, "Toulouse", 43_604_652, 1_444_209),
        new(26, "Nice", 43_710_173, 7_261_953),
        new(30, "Nantes", 47_218_371, -1_553_621),
        new(24, "Montpellier", 43_610_769, 3_876_716),
        new(22, "Strasbourg", 48_573_405, 7_752_111),
        new(30, "Bordeaux", 44_837_789, -579_180),
        new(26, "Lille", 50_629_250, 3_057_256),
        new(20, "Rennes", 48_117_266, -1_677_793),
        new(13, "Reims", 49_258_329, 4_031_696),
        new(14, "Saint-Étienne", 45_439_695, 4_387_178),
        new(11, "Le Havre", 49_494_370, 107_929),
        new(12, "Toulon", 43_124_228, 5_928_000),
        new(14, "Grenoble", 45_188_529, 5_724_524),
        new(12, "Dijon", 47_322_047, 5_041_480),
        new(11, "Angers", 47_478_419, -563_166),
        new(10, "Nîmes", 43_836_699, 4_360_054),
        new(10, "Clermont-Ferrand", 45_777_222, 3_087_025),
        new(9, "Orléans", 47_902_964, 1_909_251),
        new(8, "Besançon", 47_237_829, 6_024_054),
        new(7, "Béziers", 43_344_233, 3_215_795),
        new(6, "Évreux", 49_027_013, 1_151_361),
        new(5, "L'Haÿ-les-Roses", 48_778_889, 2_337_222),
        new(6, "Saint-Denis, La Réunion", -20_882_057, 55_450_675),
        new(4, "Fort-de-France, Martinique", 14_616_065, -61_058_780),
        new(30, "Bruxelles", 50_850_346, 4_351_721),
        new(14, "Liège", 50_632_557, 5_579_666),
        new(14, "Genève", 46_204_391, 6_143_158),
        new(12, "Zürich", 47_376_887, 8_541_694),
        new(9, "Lausanne", 46_519_653, 6_632_273),
        new(14, "Köln", 50_937_531, 6_960_279),
        new(15, "München", 48_135_125, 11_581_981),
        new(8, "Düsseldorf", 51_227_741, 6_773_456),
        new(12, "Málaga", 36_721_274, -4_421_399),
        new(7, "A Coruña", 43_362_344, -8_411_540),
        new(12, "Łódź", 51_759_249, 19_455_983),
        new(13, "Kraków", 50_064_650, 19_944_980),
        new(9, "Malmö", 55_604_981, 13_003_822),
        new(10, "København", 55_676_097, 12_568_337),
        new(9, "Setúbal", 38_524_382, -8_893_189),
    ];

    private static readonly byte[] Slots = Utf8Text.Slots(All.Select(c => c.Weight).ToArray());

    public int Weight { get; } = weight;

    public byte[] Name { get; } = Encoding.UTF8.GetBytes(name);

    public int Latitude { get; } = latitude;

    public int Longitude { get; } = longitude;

    public static City At(byte index) => All[index];

    /// <summary>Draws the index of a city, big cities more often.</summary>
    public static byte Draw(Prng random) => random.Pick(Slots);
}
