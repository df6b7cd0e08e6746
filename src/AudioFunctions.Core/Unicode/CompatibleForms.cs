namespace AudioFunctions.Unicode;

/// <summary>
/// What single characters stand for, as normal form KD of Unicode has it: ligatures, fractions, raised and lowered letters, Roman numerals, circled
/// and full-width characters. Of other scripts than Latin and Greek there are none.
/// </summary>
internal static class CompatibleForms
{
    private const char FirstFullWidth = '\uFF01';
    private const char LastFullWidth = '\uFF5E';
    private const int FullWidthShift = 0xFEE0;

    /// <summary>A character and what it stands for, each time: field 5 of UnicodeData.txt, decomposed to the end.</summary>
    private const string Table =
        "\u00AAa|\u00B22|\u00B33|\u00B5\u03BC|\u00B91|\u00BAo|\u00BC1\u20444|\u00BD1\u20442|\u00BE3\u20444|\u0132IJ|\u0133ij|\u017Fs|\u01C7LJ|" +
        "\u01C8Lj|\u01C9lj|\u01CANJ|\u01CBNj|\u01CCnj|\u01F1DZ|\u01F2Dz|\u01F3dz|\u02B0h|\u02B2j|\u02B3r|\u02B7w|\u02B8y|\u02E1l|\u02E2s|\u02E3x|" +
        "\u03D0\u03B2|\u03D1\u03B8|\u03D2\u03A5|\u03D5\u03C6|\u03D6\u03C0|\u03F0\u03BA|\u03F1\u03C1|\u03F2\u03C2|\u03F4\u0398|\u03F5\u03B5|" +
        "\u03F9\u03A3|\u1D2CA|\u1D2EB|\u1D30D|\u1D31E|\u1D33G|\u1D34H|\u1D35I|\u1D36J|\u1D37K|\u1D38L|\u1D39M|\u1D3AN|\u1D3CO|\u1D3EP|\u1D3FR|" +
        "\u1D40T|\u1D41U|\u1D42W|\u1D43a|\u1D47b|\u1D48d|\u1D49e|\u1D4Dg|\u1D4Fk|\u1D50m|\u1D52o|\u1D56p|\u1D57t|\u1D58u|\u1D5Bv|\u1D5D\u03B2|" +
        "\u1D5E\u03B3|\u1D5F\u03B4|\u1D60\u03C6|\u1D61\u03C7|\u1D62i|\u1D63r|\u1D64u|\u1D65v|\u1D66\u03B2|\u1D67\u03B3|\u1D68\u03C1|\u1D69\u03C6|" +
        "\u1D6A\u03C7|\u1D78\u043D|\u1D9Cc|\u1DA0f|\u1DBBz|\u1DBF\u03B8|\u2024.|\u2025..|\u2026...|\u203C!!|\u2047??|\u2048?!|\u2049!?|\u20700|" +
        "\u2071i|\u20744|\u20755|\u20766|\u20777|\u20788|\u20799|\u207A+|\u207C=|\u207D(|\u207E)|\u207Fn|\u20800|\u20811|\u20822|\u20833|\u20844|" +
        "\u20855|\u20866|\u20877|\u20888|\u20899|\u208A+|\u208C=|\u208D(|\u208E)|\u2090a|\u2091e|\u2092o|\u2093x|\u2095h|\u2096k|\u2097l|\u2098m|" +
        "\u2099n|\u209Ap|\u209Bs|\u209Ct|\u20A8Rs|\u2100a/c|\u2101a/s|\u2102C|\u2105c/o|\u2106c/u|\u210Ag|\u210BH|\u210CH|\u210DH|\u210Eh|\u2110I|" +
        "\u2111I|\u2112L|\u2113l|\u2115N|\u2116No|\u2119P|\u211AQ|\u211BR|\u211CR|\u211DR|\u2120SM|\u2121TEL|\u2122TM|\u2124Z|\u2128Z|\u212CB|" +
        "\u212DC|\u212Fe|\u2130E|\u2131F|\u2133M|\u2134o|\u2139i|\u213BFAX|\u213C\u03C0|\u213D\u03B3|\u213E\u0393|\u213F\u03A0|\u2145D|\u2146d|" +
        "\u2147e|\u2148i|\u2149j|\u21501\u20447|\u21511\u20449|\u21521\u204410|\u21531\u20443|\u21542\u20443|\u21551\u20445|\u21562\u20445|" +
        "\u21573\u20445|\u21584\u20445|\u21591\u20446|\u215A5\u20446|\u215B1\u20448|\u215C3\u20448|\u215D5\u20448|\u215E7\u20448|\u215F1\u2044|" +
        "\u2160I|\u2161II|\u2162III|\u2163IV|\u2164V|\u2165VI|\u2166VII|\u2167VIII|\u2168IX|\u2169X|\u216AXI|\u216BXII|\u216CL|\u216DC|\u216ED|" +
        "\u216FM|\u2170i|\u2171ii|\u2172iii|\u2173iv|\u2174v|\u2175vi|\u2176vii|\u2177viii|\u2178ix|\u2179x|\u217Axi|\u217Bxii|\u217Cl|\u217Dc|" +
        "\u217Ed|\u217Fm|\u21890\u20443|\u24601|\u24612|\u24623|\u24634|\u24645|\u24656|\u24667|\u24678|\u24689|\u246910|\u246A11|\u246B12|\u246C13|" +
        "\u246D14|\u246E15|\u246F16|\u247017|\u247118|\u247219|\u247320|\u2474(1)|\u2475(2)|\u2476(3)|\u2477(4)|\u2478(5)|\u2479(6)|\u247A(7)|" +
        "\u247B(8)|\u247C(9)|\u247D(10)|\u247E(11)|\u247F(12)|\u2480(13)|\u2481(14)|\u2482(15)|\u2483(16)|\u2484(17)|\u2485(18)|\u2486(19)|" +
        "\u2487(20)|\u24881.|\u24892.|\u248A3.|\u248B4.|\u248C5.|\u248D6.|\u248E7.|\u248F8.|\u24909.|\u249110.|\u249211.|\u249312.|\u249413.|" +
        "\u249514.|\u249615.|\u249716.|\u249817.|\u249918.|\u249A19.|\u249B20.|\u249C(a)|\u249D(b)|\u249E(c)|\u249F(d)|\u24A0(e)|\u24A1(f)|\u24A2(g)|" +
        "\u24A3(h)|\u24A4(i)|\u24A5(j)|\u24A6(k)|\u24A7(l)|\u24A8(m)|\u24A9(n)|\u24AA(o)|\u24AB(p)|\u24AC(q)|\u24AD(r)|\u24AE(s)|\u24AF(t)|\u24B0(u)|" +
        "\u24B1(v)|\u24B2(w)|\u24B3(x)|\u24B4(y)|\u24B5(z)|\u24B6A|\u24B7B|\u24B8C|\u24B9D|\u24BAE|\u24BBF|\u24BCG|\u24BDH|\u24BEI|\u24BFJ|\u24C0K|" +
        "\u24C1L|\u24C2M|\u24C3N|\u24C4O|\u24C5P|\u24C6Q|\u24C7R|\u24C8S|\u24C9T|\u24CAU|\u24CBV|\u24CCW|\u24CDX|\u24CEY|\u24CFZ|\u24D0a|\u24D1b|" +
        "\u24D2c|\u24D3d|\u24D4e|\u24D5f|\u24D6g|\u24D7h|\u24D8i|\u24D9j|\u24DAk|\u24DBl|\u24DCm|\u24DDn|\u24DEo|\u24DFp|\u24E0q|\u24E1r|\u24E2s|" +
        "\u24E3t|\u24E4u|\u24E5v|\u24E6w|\u24E7x|\u24E8y|\u24E9z|\u24EA0|\u2A74::=|\u2A75==|\u2A76===|\u2C7Cj|\u2C7DV|\uFB00ff|\uFB01fi|\uFB02fl|" +
        "\uFB03ffi|\uFB04ffl|\uFB05st|\uFB06st";

    private static readonly Dictionary<char, string> Forms = Table.Split('|').ToDictionary(entry => entry[0], entry => entry[1..]);

    /// <summary>Null if the character stands for itself.</summary>
    public static string? Find(char character) => character is >= FirstFullWidth and <= LastFullWidth
        ? ((char)(character - FullWidthShift)).ToString()
        : Forms.GetValueOrDefault(character);
}
