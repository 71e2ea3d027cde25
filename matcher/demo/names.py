"""Invented names: people, firms, institutions and associations that do not exist."""

from __future__ import annotations

GIVEN_FEMALE = (
    "Agnes", "Aisha", "Amina", "Anette", "Anita", "Anja", "Anna", "Anne", "Annette", "Astrid", "Bente", "Berit",
    "Birgit", "Birthe", "Camilla", "Caroline", "Charlotte", "Dorte", "Dorthe", "Ebba", "Elin", "Ellen", "Else",
    "Emma", "Fatima", "Freja", "Gitte", "Grethe", "Hanne", "Heidi", "Helle", "Henriette", "Ida", "Inge", "Inger",
    "Ingrid", "Jane", "Jette", "Joanna", "Johanne", "Jonna", "Josefine", "Julie", "Karen", "Karin", "Katrine",
    "Kirsten", "Lene", "Line", "Lis", "Lisbeth", "Lone", "Louise", "Maja", "Majbritt", "Malene", "Maria",
    "Marianne", "Mette", "Mia", "Natalia", "Nina", "Oksana", "Pernille", "Pia", "Randi", "Rikke", "Sanne", "Sidsel",
    "Signe", "Sofie", "Susanne", "Søs", "Tina", "Tove", "Trine", "Ulla", "Vibeke", "Winnie", "Yasmin", "Åse",
)  # fmt: skip

GIVEN_MALE = (
    "Ahmed", "Aksel", "Allan", "Anders", "Andreas", "Arne", "Asger", "Benny", "Bent", "Birger", "Bjarne", "Bo",
    "Brian", "Carsten", "Casper", "Christian", "Claus", "Dan", "Daniel", "Dennis", "Ejnar", "Emil", "Erik", "Finn",
    "Flemming", "Frank", "Frederik", "Gert", "Hans", "Hassan", "Henning", "Henrik", "Ib", "Ivan", "Jacob", "Jan",
    "Jens", "Jesper", "Jimmi", "Johnny", "Jonas", "Jørgen", "Karsten", "Keld", "Kenneth", "Kim", "Kurt", "Lars",
    "Lasse", "Leif", "Mads", "Magnus", "Marek", "Martin", "Michael", "Mikkel", "Mogens", "Morten", "Niels",
    "Nikolaj", "Ole", "Omar", "Oskar", "Palle", "Per", "Peter", "Poul", "Preben", "Rasmus", "René", "Robert",
    "Rune", "Simon", "Steen", "Steffen", "Stig", "Svend", "Søren", "Thomas", "Tomasz", "Torben", "Ulrik", "Viggo",
)  # fmt: skip

SURNAMES = (
    "Ali", "Andersen", "Andreasen", "Bach", "Bak", "Bang", "Bech", "Berg", "Berthelsen", "Bertelsen", "Bjerre",
    "Brandt", "Bruun", "Buch", "Carlsen", "Christensen", "Christiansen", "Christoffersen", "Clausen", "Dahl",
    "Dam", "Danielsen", "Eriksen", "Frandsen", "Frederiksen", "Friis", "Gregersen", "Hald", "Hansen", "Hassan",
    "Hedegaard", "Henriksen", "Hermansen", "Holm", "Iversen", "Jacobsen", "Jakobsen", "Jensen", "Jepsen", "Jessen",
    "Johansen", "Jørgensen", "Karlsen", "Kjær", "Kjeldsen", "Klausen", "Knudsen", "Kowalski", "Kristensen",
    "Kristiansen", "Krogh", "Larsen", "Lassen", "Laursen", "Lauridsen", "Lind", "Lorenzen", "Lund", "Madsen",
    "Mathiesen", "Mikkelsen", "Mogensen", "Mohamed", "Mortensen", "Møller", "Nguyen", "Nielsen", "Nissen", "Nygaard",
    "Olesen", "Olsen", "Overgaard", "Paulsen", "Pedersen", "Petersen", "Poulsen", "Rasmussen", "Ravn", "Schmidt",
    "Schultz", "Simonsen", "Skov", "Svendsen", "Sørensen", "Thomsen", "Thygesen", "Toft", "Vestergaard", "Winther",
    "Østergaard", "Aagaard",
)  # fmt: skip

FABLE = (
    "Askeblad", "Birkemus", "Blåhval", "Blåtop", "Bølgebryder", "Dugdråbe", "Efterårsugle", "Egernspring",
    "Fabelstork", "Fjerpen", "Fløjlsgræs", "Frostnat", "Glasvinge", "Grævlingsti", "Guldspurv", "Havgasse",
    "Humlebo", "Hvidtjørn", "Isfugl", "Kastanjesti", "Klokkeblomst", "Kobberugle", "Krystalå", "Lysebro",
    "Lærkesang", "Løvefod", "Månesten", "Mælkevej", "Natsværmer", "Nordenvind", "Odderspor", "Perlemor",
    "Pindsvin", "Ravnekrog", "Regnbuebro", "Rimfrost", "Rosenbæk", "Rævebo", "Skovmyre", "Solhverv", "Spirevip",
    "Stjerneskær", "Stormsvale", "Strandskade", "Sølvrev", "Tidselkugle", "Troldnød", "Tusindfryd", "Tågebanke",
    "Uldhat", "Valmue", "Vandkalv", "Vibeæg", "Vildgås", "Vindmus", "Vintergæk", "Ørneklo", "Åkande",
)  # fmt: skip
"""First parts of firm names: fairy-tale words, so that no reader takes them for real firms."""

MUNICIPAL_PLACES = (
    "Ugle", "Mariehøne", "Firkløver", "Sommerfugle", "Muldvarpe", "Guldsmede", "Bogfinke", "Solsikke", "Mælkebøtte",
    "Tusindben", "Rødkælke", "Hindbær", "Brombær", "Kastanje", "Hasselmus", "Solsorte", "Svale", "Anemone", "Agern",
    "Kornblomst",
)  # fmt: skip
"""First parts of the names of invented schools, care homes and nurseries."""

MUNICIPAL_ENDINGS = ("bakken", "engen", "haven", "skoven", "stien", "toften", "vænget", "højen")

CAUSES = (
    "Den Grønne Hånd", "Fælles Fodslag", "Genbrug for Glæde", "Klyngen", "Madspildets Venner", "Naboskabet",
    "Rum til Flere", "Sammen om Haven", "Skulder ved Skulder", "Værkstedet Vingefang", "Det Åbne Køkken",
    "Cykler til Alle", "Tråd og Nål", "Den Lille Forskel",
)  # fmt: skip
"""Names of invented social enterprises."""

ASSOCIATIONS = (
    "Foreningen Lanternen", "Byens Besøgsvenner", "Idrætsforeningen Springfjeren", "Kulturhuset Klangbunden",
    "Foreningen Kaffestuen", "Naturvennerne", "Spejdergruppen Ulvesporet", "Musikforeningen Taktstokken",
    "Frivilligcentret Hverdagshjælpen", "Beboerforeningen Gårdrummet",
)  # fmt: skip
"""Names of invented associations."""
