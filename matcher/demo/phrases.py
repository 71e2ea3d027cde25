"""Danish words for what people do: for each task of the catalogue what one *has done*, and what the work is called.

The catalogue names a task in the infinitive (»fylde hylder op«); people write »fyldt varer op« and »vareopfyldning«.
The generator mixes the three, so that text likeness has inflections and compounds to cope with.
"""

from __future__ import annotations

_PHRASES = """
T001 skåret grøntsager og skrællet kartofler|klargøring af grøntsager
T002 smurt madder og anrettet fade|smørrebrød og kold anretning
T003 hjulpet til med den varme mad|madlavning i det varme køkken
T004 vasket op i et storkøkken|opvask og opvaskerarbejde
T005 passet kaffemaskinen og tømt opvaskemaskinen|pasning af tekøkken og kaffemaskine
T006 anrettet buffet og serveret i kantinen|kantinearbejde og servering
T007 ryddet af og tørret borde af|afrydning og aftørring af borde
T008 bagt boller, brød og kager|bagning af brød og kager
T009 sat råvarer på plads i kølerummet|oprydning på køkkenlageret
T010 ført egenkontrol og bestilt råvarer hjem|egenkontrol i køkkenet
T011 støvet af og tørret overflader af|let rengøring og aftørring
T012 støvsuget og vasket gulve|gulvvask og støvsugning
T013 gjort toiletter og badeværelser rene|toiletrengøring
T014 pudset vinduer indvendigt|vinduespudsning indenfor
T015 pudset vinduer udefra fra stige|vinduespudserarbejde
T016 fyldt sæbe og toiletpapir op|opfyldning af sæbe og papir
T017 vasket og tørret linned|vaskeriarbejde og tøjvask
T018 lagt tøj sammen og sorteret linned|sortering og sammenlægning af linned
T019 strøget skjorter og rullet duge|strygning og rulning
T020 gjort mødelokaler klar|klargøring af mødelokaler
T021 redt senge og gjort hotelværelser rene|hotelrengøring og sengeredning
T022 fyldt varer op på hylderne|vareopfyldning
T023 trimmet hylder og tjekket datoer|trimning af hylder og datotjek
T024 fyldt mælk og frostvarer op|opfyldning af køl og frost
T025 siddet ved kassen|kassebetjening
T026 betjent og vejledt kunder|kundebetjening og salg
T027 sat prisskilte og etiketter på varer|prismærkning og skiltning
T028 pakket ordrer til en webshop|pakning af webordrer
T029 hængt tøj op og ryddet prøverum|oprydning i prøverum og tøjbutik
T030 pakket gaver ind|gaveindpakning
T031 holdt orden ved flaskeautomaten og samlet kurve|pasning af flaskeautomat og indkøbsvogne
T032 taget imod varer og pakket dem ud|varemodtagelse og udpakning
T033 plukket varer på et lager|ordrepluk og lagerarbejde
T034 kørt gaffeltruck|truckkørsel på lageret
T035 talt varer op på lageret|optælling og lagerstatus
T036 scannet dokumenter|scanning og digitalisering af dokumenter
T037 arkiveret og sorteret papirer|arkivering og arkivarbejde
T038 makuleret fortroligt papir|makulering
T039 kopieret og samlet hæfter|kopiering og trykkeriarbejde
T040 lagt breve i kuverter og frankeret dem|kuvertering og frankering
T041 delt intern post ud|postsortering og intern postomdeling
T042 læst korrektur på tekster|korrekturlæsning
T043 skrevet referat af møder|referatskrivning
T044 passet telefonen|telefonpasning og omstilling
T045 taget imod gæster i receptionen|receptionsarbejde
T046 bestilt kontorartikler og holdt orden i depotet|kontorservice og depotarbejde
T047 sorteret og registreret bilag|bogføring og bilagsregistrering
T048 tastet data ind i regneark|dataindtastning og registrering
T049 taget billeder af varer til en webshop|produktfotografering
T050 lavet opslag til sociale medier|indhold til sociale medier
T051 opdateret en hjemmeside|opdatering af hjemmeside og webshop
T052 hjulpet borgere med MitID og digital post|it-hjælp til borgere
T053 klargjort computere og telefoner|opsætning og klargøring af it-udstyr
T054 afprøvet apps og hjemmesider|test og afprøvning af hjemmesider
T055 tekstet videoer og beskrevet billeder|undertekster og billedtekster
T056 fejet gårdspladser og fortove|fejning og renholdelse ude
T057 slået græs og klippet hæk|græsslåning og hækklipning
T058 luget ukrudt og plantet i bede|lugning og plantning i bede
T059 ryddet sne og strøet salt|snerydning og saltning
T060 samlet affald i parker|affaldsindsamling i parker
T061 lavet små reparationer|pedelarbejde og småreparationer
T062 malet hegn, vægge og møbler|malerarbejde på hegn og møbler
T063 vandet og passet potteplanter|vanding og plantepasning
T064 tømt skraldespande og sorteret affald|affaldssortering
T065 gået tilsynsrunder med tjekliste|tilsynsrunder
T066 vandet og nippet planter i et havecenter|plantepasning i havecenter
T067 priklet stiklinger og pottet planter|prikling og potning
T068 plukket bær og æbler|frugtplukning og bærhøst
T069 bundet buketter og kranse|blomsterbinding
T070 pakket varer i produktionen|pakkeriarbejde
T071 samlet små dele og skruer ved et bord|let montagearbejde
T072 sorteret og kontrolleret emner|kvalitetskontrol og sortering af emner
T073 slebet og samlet træmøbler|arbejde i træværksted
T074 repareret og lappet cykler|cykelreparation
T075 syet og repareret tøj på symaskine|syning på symaskine
T076 lavet lys, strik og keramik i hånden|kreativt håndarbejde
T077 sat etiketter på og fyldt poser|etikettering og posefyldning
T078 sorteret tøj i en genbrugsbutik|sortering i genbrugsbutik
T079 prissat og stillet varer op i en genbrugsbutik|prissætning og udstilling i genbrugsbutik
T080 vejledt borgere på en genbrugsplads|vejledning på genbrugspladsen
T081 skilt elektronik ad|adskillelse af elektronik
T082 gjort brugte møbler rene|klargøring af genbrugsmøbler
T083 spillet banko og lavet aktiviteter med beboere|aktiviteter på plejehjem
T084 gået tur med ældre|gåture med ældre
T085 været måltidsvært|måltidsværtskab
T086 læst højt og snakket med beboere|højtlæsning og samtale
T087 fyldt depoter op på et plejehjem|depotopfyldning på plejehjem
T088 vasket kørestole og rollatorer|rengøring af hjælpemidler
T089 hjulpet praktisk til i en børnehave|praktisk hjælp i institution
T090 stået i en skolebod|arbejde i skolebod
T091 været gårdvagt i en skolegård|gårdvagt og legevært
T092 givet lektiehjælp|lektiehjælp
T093 lamineret og klippet undervisningsmaterialer|klargøring af undervisningsmaterialer
T094 sat bøger på plads på biblioteket|opsætning af bøger
T095 klargjort bøger med plastomslag|klargøring af biblioteksbøger
T096 været vært på et museum|museumsvært
T097 registreret billeder og genstande|registrering på museum og arkiv
T098 gjort idrætshaller og baner klar|klargøring af idrætshaller
T099 dækket op i sognehuset|opdækning i sognehus
T100 fodret og passet smådyr|pasning af smådyr
T101 muget ud og striglet heste|hestepasning og staldarbejde
T102 luftet hunde|hundeluftning
T103 kørt ærinder og leveret varer|udbringning og kørsel
T104 vasket og klargjort biler|bilvask og bilpleje
T105 delt blade og breve ud|omdeling af blade
"""

DONE: dict[str, str] = {}
CALLED: dict[str, str] = {}
for _line in _PHRASES.strip().splitlines():
    _task, _rest = _line.split(" ", 1)
    DONE[_task], CALLED[_task] = _rest.split("|")

TITLES = {
    "køkken": ("køkkenmedhjælper", "kantinemedarbejder", "ernæringsassistent", "opvasker", "kokkemedhjælper", "tjener"),
    "rengøring": ("rengøringsassistent", "serviceassistent", "servicemedarbejder", "rengøringshjælp"),
    "butik": ("butiksmedarbejder", "kasseassistent", "servicemedarbejder i butik", "ekspedient", "flaskedreng"),
    "lager": ("lagermedarbejder", "lagermedhjælper", "truckfører", "plukker på lager"),
    "kontor": ("kontorassistent", "kontormedhjælper", "receptionist", "bogholderassistent", "sekretær"),
    "digitalt": ("webmedarbejder", "dataregistrator", "it-medhjælper", "kommunikationsmedarbejder"),
    "ejendom og udearealer": (
        "pedelmedhjælper",
        "gartnermedhjælper",
        "viceværtmedhjælper",
        "vejmand",
        "ejendomsmedhjælper",
    ),
    "gartneri": ("gartnerimedarbejder", "gartnermedhjælper", "blomsterbinder", "medarbejder i havecenter"),
    "værksted og pakning": (
        "produktionsmedarbejder",
        "pakkerimedarbejder",
        "montør",
        "værkstedsmedhjælper",
        "cykelsmed",
    ),
    "genbrug": ("medarbejder i genbrugsbutik", "medarbejder på genbrugsplads", "genbrugsmedhjælper"),
    "omsorg uden pleje": (
        "aktivitetsmedarbejder",
        "måltidsvært",
        "husassistent på plejehjem",
        "social- og sundhedshjælper",
    ),
    "skole og daginstitution": ("pædagogmedhjælper", "skoleassistent", "køkkenhjælp i børnehave", "lærervikar"),
    "bibliotek, kultur og fritid": ("biblioteksassistent", "museumsvært", "halmedhjælper", "kirketjener"),
    "dyr": ("dyrepasser", "staldmedhjælper", "hundepasser"),
    "transport": ("chauffør", "budchauffør", "bilplejer", "omdeler"),
}
"""Titles of jobs in each group of tasks."""

OPENERS = (
    "Jeg har {done}.",
    "Jeg har tidligere {done}, og det var jeg glad for.",
    "I flere år har jeg {done}.",
    "Jeg er {title} og har {done}.",
    "Jeg har været {title}, hvor jeg har {done} og {done2}.",
    "Min erfaring er mest med {called}.",
    "Jeg har erfaring med {called} og {called2}.",
    "De sidste år har jeg {done}, men jeg har også {done2}.",
    "Jeg kender til {called} fra et tidligere job.",
)
WISHES = (
    "Jeg vil gerne {do}.",
    "Jeg kunne godt tænke mig at {do} igen.",
    "Jeg drømmer om at komme til at {do}.",
    "Jeg vil helst arbejde med {called}.",
    "Jeg vil gerne lære mere om {called}.",
    "Det vigtigste for mig er gode kolleger, og så vil jeg gerne {do}.",
)
ABOUT = (
    "Jeg er stabil og kommer til tiden.",
    "Jeg er god til at holde orden.",
    "Jeg er vant til at arbejde selvstændigt.",
    "Jeg har et godt humør og falder hurtigt til.",
    "Jeg er omhyggelig og gør tingene færdige.",
    "Jeg kan lide at arbejde med hænderne.",
    "Jeg lærer hurtigt nyt, når jeg får det vist.",
    "Jeg er glad for at være sammen med andre mennesker.",
    "Jeg kan godt lide at være ude i naturen.",
    "Jeg er vild med dyr og planter.",
    "I fritiden er jeg frivillig i den lokale forening.",
    "",
    "",
)
OWN_WORDS = ("{done}", "{called}", "lidt {called}", "{called} og {called2}", "har prøvet {called}", "vant til {called}")
"""How people write a competence in their own words."""

ADVERTS = (
    "Vi søger en {title}, der vil {do}.",
    "Vil du være med til at {do} hos os?",
    "Hos {name} mangler vi en hånd til {called}.",
    "Vi har brug for hjælp til {called} nogle timer om ugen.",
    "{name} søger en kollega til {called}.",
)
ADVERT_TASKS = (
    "Opgaverne er {list}.",
    "Du skal {do_list}.",
    "Arbejdet består af {list}.",
    "Hverdagen byder på {list}.",
)
ADVERT_ENDS = (
    "Timerne aftaler vi sammen.",
    "Du får en god introduktion og hjælpsomme kolleger.",
    "Opgaverne kan deles, så de passer til dig.",
    "Vi lægger vægt på, at du er stabil, og at vi kan snakke om tingene.",
    "Der er plads til at vokse i jobbet.",
    "Arbejdstiden ligger i dagtimerne.",
    "",
)
