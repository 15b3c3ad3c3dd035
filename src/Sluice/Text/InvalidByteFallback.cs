using System.Text;

namespace Sluice.Text;

/// <summary>
/// Preserves bytes that an encoding cannot decode. Each becomes two noncharacters of Unicode (U+FDD0 to U+FDDF, one for each half of the
/// byte), which the transcoding stream turns into an <see cref="InvalidByte"/>.
/// </summary>
/// <param name="keepsAscii">Whether an ASCII byte after the first invalid byte stays a character: the invalid byte must not swallow a line
/// break.</param>
internal sealed class InvalidByteFallback(bool keepsAscii) : DecoderFallback
{
    /// <summary>The character for a half byte of 0.</summary>
    public const char First = '\uFDD0';

    public override int MaxCharCount => 8;

    public override DecoderFallbackBuffer CreateFallbackBuffer() => new Buffer(keepsAscii);

    private sealed class Buffer(bool keepsAscii) : DecoderFallbackBuffer
    {
        private readonly List<char> chars = [];
        private int next;

        public override int Remaining => chars.Count - next;

        public override bool Fallback(byte[] bytesUnknown, int index)
        {
            Reset();
            for (var i = 0; i < bytesUnknown.Length; i++)
            {
                var value = bytesUnknown[i];
                if (keepsAscii && i > 0 && value < 0x80)
                {
                    chars.Add((char)value);
                }
                else
                {
                    chars.AddRange((char)(First + (value >> 4)), (char)(First + (value & 15)));
                }
            }

            return chars.Count > 0;
        }

        public override char GetNextChar() => Remaining > 0 ? chars[next++] : '\0';

        public override bool MovePrevious()
        {
            next -= next > 0 ? 1 : 0;
            return next > 0;
        }

        public override void Reset()
        {
            chars.Clear();
            next = 0;
        }
    }
}
