using Sluice.Local.Generate.Tables;

namespace Sluice.Local.Generate.Market;

/// <summary>The users so far, in the order of their sign-up, and which of them others may refer to.</summary>
/// <param name="capacity">How many there will be.</param>
internal sealed class Crowd(int capacity)
{
    /// <summary>One in so many users is a regular, who sells and invites much.</summary>
    private const int RegularEvery = 64;

    private readonly int[] signUps = new int[capacity];
    private readonly byte[] cities = new byte[capacity];
    private readonly bool[] good = new bool[capacity];

    public int Count { get; private set; }

    /// <summary>How many are good.</summary>
    public int Good { get; private set; }

    /// <summary>From when on there is a user to refer to.</summary>
    public int Opens { get; private set; }

    /// <summary>From when on there are two good users: one to sell, one to buy.</summary>
    public int Trades { get; private set; } = int.MaxValue;

    public void Add(int signUp, byte city, bool isGood)
    {
        signUps[Count] = signUp;
        cities[Count] = city;
        good[Count++] = isGood;
        Good += isGood ? 1 : 0;
        if (Count == 1 || (isGood && Good == 1))
        {
            Opens = signUp;
        }
        else if (isGood && Good == 2)
        {
            Trades = signUp;
        }
    }

    public int SignUp(int user) => signUps[user];

    public byte City(int user) => cities[user];

    /// <summary>Moves a count of users on to all who signed up before an instant.</summary>
    public int Before(int instant, int count)
    {
        while (count < Count && signUps[count] < instant)
        {
            count++;
        }

        return count;
    }

    /// <summary>A good user among the first, if there is one: regulars more often. Never the one excepted.</summary>
    public int Draw(Prng random, int count, int except = -1)
    {
        for (var attempt = 0; attempt < 16; attempt++)
        {
            var user = random.Below(count);
            if (random.Chance(250))
            {
                user -= user % RegularEvery;
            }

            if (good[user] && user != except)
            {
                return user;
            }
        }

        // Few are good: the first that is. None is: any.
        for (var user = 0; user < count; user++)
        {
            if (good[user] && user != except)
            {
                return user;
            }
        }

        return random.Below(count);
    }
}
