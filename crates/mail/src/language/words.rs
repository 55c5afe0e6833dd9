//! Words by which languages in Latin letters are told: those of their grammar, which no text of a
//! few sentences does without, and those that customers write.

use std::collections::HashMap;
use std::sync::LazyLock;

/// A language with its words and the letters that are its own, or that few others have.
pub(super) struct Latin {
    pub(super) name: &'static str,
    pub(super) letters: &'static str,
    words: &'static str,
}

pub(super) const ENGLISH: usize = 0;
/// Japanese in Latin letters.
pub(super) const ROMAJI: usize = 1;

pub(super) const LATIN: [Latin; 20] = [
    Latin {
        name: "English",
        letters: "",
        words: "the a an and or but if then than that this these those there here it its is are was were be been being am \
            do does did don doesn didn not no yes have has had haven hasn having i you he she we they me him her us them my your \
            our their his mine yours of to in on at by for from with without about into over under after before since until \
            up down out off again when where why how what which who whose can could will would shall should may might must \
            won wouldn couldn shouldn isn aren wasn weren ll ve re let get got getting give given go going gone went come came \
            coming make made take taken took see saw seen know think want wants wanted need needs needed like please thank thanks \
            thx sorry hello hi hey dear sir madam regards best kind sincerely cheers good morning afternoon evening great fine okay \
            ok still yet already just only also too very much many more most any some all each every another other same such so \
            because while as now today tomorrow yesterday week weeks day days month months year ago later soon always never ever \
            order orders ordered ordering parcel package packages delivery deliver delivered shipping shipped ship shipment arrive \
            arrived arrives item items product products stock available refund refunds return returns returned exchange cancel \
            cancelled cancellation broken damaged wrong missing size colour color price prices cost payment pay paid charge charged \
            double card invoice receipt address change changed update account password login question questions help problem issue \
            working work works reply answer email mail phone call number website shop store customer service team photo photos \
            attached attachment send sent resend find found buy bought back one two three first last next new old long time \
            anything something nothing someone everything possible interested looking forward hear hearing contact information \
            sales list spare parts part lid cup box gift warranty tracking track received receive confirm confirmation",
    },
    Latin {
        name: "Japanese",
        letters: "",
        words: "desu deshita deshou masu mashita masen masendeshita shimasu shimashita shimasen kudasai onegai onegaishimasu \
            itashimasu itadakemasu itadakimasu arigatou arigato gozaimasu gozaimashita sumimasen gomennasai konnichiwa \
            konbanwa ohayou hajimemashite watashi boku kore sore are kono sono ano dare doko itsu nani dou doushite ikura \
            chuumon chumon shouhin shohin todokimasen todoita todokimashita mada henpin henkin koukan kaitai hoshii ga wa wo ni \
            de kara made desuka masuka ka ne yo mo kakunin renraku moushikomi soushin okutte hontou totemo kinou kyou ashita \
            sensei san sama yoroshiku osewa natte orimasu moushimasu",
    },
    Latin {
        name: "German",
        letters: "ßäöü",
        words: "der die das den dem des ein eine einen einem einer eines und oder aber wenn dass weil ist sind war waren sein \
            wird werden wurde wurden hat habe haben hatte ich du er sie es wir ihr mir mich dir dich ihm ihn uns euch ihnen mein \
            meine meinen meinem meiner dein ihre ihren ihrem ihrer unser unsere nicht kein keine keinen auch noch schon nur sehr \
            wie was wer wo wann warum welche welcher für mit von aus bei nach zu zum zur im am an auf über unter vor seit bis ohne \
            kann können könnte könnten konnte möchte muss soll bitte danke vielen dank hallo guten tag morgen sehr geehrte geehrter \
            damen herren freundlichen freundliche grüße grüßen gruß liebe lieber bestellung bestellt paket lieferung geliefert \
            ware artikel rechnung rückgabe erstattung zurück kaputt defekt beschädigt angekommen ankommen kommt gestern heute \
            warte woche wochen leider frage fragen wieder verfügbar lieferbar geld",
    },
    Latin {
        name: "French",
        letters: "éèêàùûçœîôë",
        words: "le la les un une des du de et ou mais si que qui quoi dont où est sont était être été suis es sommes avez avons ont \
            ai as a je tu il elle nous vous ils elles me te se mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce \
            cette ces ne pas plus jamais rien très aussi encore déjà pour par avec sans dans sur sous chez vers depuis jusqu quand \
            comment pourquoi combien quel quelle quels quelles puis peut pouvez pourriez voudrais veux merci bonjour bonsoir \
            cordialement salutations madame monsieur s'il plaît beaucoup commande commandé colis livraison livré article produit \
            facture remboursement retour échange cassé reçu arrivé toujours aujourd hui hier semaine jours j l d c qu n m disponible \
            attends bien fait faire argent question réponse au aux",
    },
    Latin {
        name: "Spanish",
        letters: "ñ¿¡áíóú",
        words: "el la los las un una unos unas de del al y o u pero si que quien cual cuando donde como por para con sin sobre \
            entre desde hasta es son era fue ser estar está están estoy he ha han hay tengo tiene yo tú usted ustedes él ella nosotros \
            me te se lo le les mi mis tu tus su sus nuestro no sí ya aún todavía muy más menos también nunca gracias hola buenos \
            buenas días tardes saludos atentamente señor señora favor puede puedo podría quiero quisiera pedido paquete envío \
            entrega llegado llega llegó producto artículo factura devolución reembolso devolver cambiar roto dañado cuándo dónde \
            cómo qué cuánto semana dinero disponible estimado estimada este esta esto ese esa eso mucho muchas necesito",
    },
    Latin {
        name: "Italian",
        letters: "àèéìòù",
        words: "il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla in nel \
            nella con su sul sulla per tra fra e ed o ma se che chi cui quale quando dove come perché è sono era essere sei siamo \
            ho hai ha abbiamo hanno io tu lui lei noi voi loro mi ti si ci vi mio mia miei tuo suo sua nostro vostro non più già \
            ancora molto anche grazie buongiorno buonasera salve ciao saluti cordiali gentile gentili posso può potete potrei vorrei \
            ordine ordinato pacco spedizione consegna arrivato arriva prodotto articolo fattura rimborso reso restituire rotto \
            danneggiato soldi settimana questo questa quello quella disponibile vostra quanto",
    },
    Latin {
        name: "Portuguese",
        letters: "ãõçáéíóúâê",
        words: "o os as um uma uns umas de do da dos das em no na nos nas ao à aos às por pelo pela para com sem sobre entre desde até \
            e ou mas se que quem qual quando onde como porque é são era foi ser está estão estou tenho tem têm eu tu você vocês ele \
            ela nós me te lhe meu minha meus minhas seu sua seus suas nosso não sim já ainda muito mais menos também nunca obrigado \
            obrigada olá bom boa dia tarde noite cumprimentos atenciosamente prezado prezados senhor favor pode posso poderia quero \
            gostaria pedido encomenda entrega chegou chega produto artigo fatura devolução reembolso devolver trocar quebrado \
            danificado dinheiro semana disponível isso este esta isto",
    },
    Latin {
        name: "Dutch",
        letters: "",
        words: "de het een en of maar als dan dat die deze dit is zijn was waren wordt worden werd heb heeft hebben had ik jij je u hij \
            zij ze we wij jullie mij me mijn jouw uw haar ons onze hun niet geen ook nog al alleen zeer heel hoe wat wie waar wanneer \
            waarom welke voor met van uit bij naar te ten ter in op over onder na sinds tot zonder kan kunt kunnen zou zouden graag \
            moet wil dank bedankt alvast dankjewel hallo goedendag goedemorgen geachte beste vriendelijke groet groeten bestelling \
            besteld pakket levering geleverd artikel factuur retour terug kapot beschadigd aangekomen gisteren vandaag week leverbaar \
            geld vraag er",
    },
    Latin {
        name: "Swedish",
        letters: "åäö",
        words: "och att det som en ett är var vara har hade jag du han hon vi ni de dem mig dig oss min mitt mina din ditt er ert \
            inte ingen inget också redan bara mycket hur vad vem när varför vilken för med av från till på i om över under efter utan \
            kan kunde vill skulle måste ska tack hej hälsningar vänliga vänlig beställning beställt beställde paket leverans levererat \
            vara faktura retur återbetalning trasig skadad kommit kommer igår idag vecka pengar fråga eller men så",
    },
    Latin {
        name: "Danish",
        letters: "æøå",
        words: "og at det som en et er var være har havde jeg du han hun vi i de dem mig dig os min mit mine din dit jeres ikke ingen \
            intet også allerede kun meget hvordan hvad hvem hvornår hvorfor hvilken for med af fra til på om over under efter uden kan \
            kunne vil ville skal skulle tak hej hilsen venlig venlige bestilling bestilt bestilte pakke levering leveret vare faktura \
            returnere refusion ødelagt beskadiget kommet kommer dag uge penge spørgsmål eller men så endnu",
    },
    Latin {
        name: "Norwegian",
        letters: "æøå",
        words: "og at det som en et er var være har hadde jeg du han hun vi de dem meg deg oss min mitt mine din ditt deres ikke ingen \
            også allerede bare veldig hvordan hva hvem når hvorfor hvilken for med av fra til på om over under etter uten kan kunne vil \
            ville skal skulle takk hei hilsen vennlig bestilling bestilt bestilte pakke levering levert vare faktura retur refusjon \
            ødelagt skadet kommet kommer dag uke penger spørsmål eller men så ennå",
    },
    Latin {
        name: "Finnish",
        letters: "äö",
        words: "ja tai mutta jos että on ovat oli olla ei en et emme ole minä sinä hän me te he minun sinun teidän meidän mikä mitä kuka \
            missä milloin miksi miten kun kuin myös vielä jo vain hyvin kanssa ilman ennen jälkeen voin voitte voisitte haluan haluaisin \
            kiitos hei moi terveisin ystävällisin tilaus tilasin tilaukseni paketti toimitus lasku palautus rikki saapunut tuote",
    },
    Latin {
        name: "Polish",
        letters: "ąćęłńśźż",
        words: "i w we z ze na do od po za o u przez dla przy nie tak jest są był była było być mam ma mają ja ty on ona my wy oni mnie mi \
            ci go jej nas was ich mój moja moje moją twój państwa pan pani co kto gdzie kiedy dlaczego jak który która które czy że ale \
            lub oraz bo już jeszcze tylko też bardzo proszę dziękuję dzień dobry witam pozdrawiam poważaniem szanowni zamówienie \
            zamówienia zamówiłem zamówiłam paczka przesyłka dostawa produkt faktura zwrot uszkodzony pieniądze się",
    },
    Latin {
        name: "Czech",
        letters: "ěřů",
        words: "a v ve z ze na do od po za o u s se k ke pro při ne ano je jsou byl byla bylo být mám má mají já ty on ona my vy oni mi mě \
            ho jí nás vás jejich můj moje vaše váš co kdo kde kdy proč jak který která které že ale nebo protože už ještě jen také velmi \
            prosím děkuji dobrý den zdravím pozdravem objednávka objednávku objednal objednala balík zásilka dodání výrobek faktura \
            vrácení poškozený peníze si jsem",
    },
    Latin {
        name: "Hungarian",
        letters: "őűáéíóöüú",
        words: "a az egy és vagy de ha hogy nem igen van vannak volt lesz én te ő mi ti ők nekem neked engem ez azt ezt mit mi ki hol mikor \
            miért hogyan melyik már még csak is nagyon kérem köszönöm jó napot kívánok tisztelt üdvözlettel rendelés rendelésem \
            rendeltem csomag szállítás termék számla visszaküldés sérült pénz",
    },
    Latin {
        name: "Romanian",
        letters: "ăâîșțşţ",
        words: "și si sau dar dacă că de la în din pe cu fără pentru prin este sunt era fi am ai are avem au eu tu el ea noi voi ei îmi mi mă \
            meu mea mele dumneavoastră nu da ce cine unde când cum care foarte mai încă deja vă rog mulțumesc bună ziua salut stimate \
            comanda comandat colet coletul livrare produs produsul factura retur bani primit ajuns un o",
    },
    Latin {
        name: "Turkish",
        letters: "ğışöüç",
        words: "ve veya ama ile için bir bu şu o ben sen biz siz onlar benim senin bizim sizin değil var yok mı mi mu mü ne kim nerede ne zaman \
            neden nasıl hangi daha çok da de ki gibi kadar sonra önce lütfen teşekkür teşekkürler ederim merhaba iyi günler saygılarımla \
            sayın sipariş siparişim sipariş kargo teslimat ürün fatura iade para geldi gelmedi ulaşmadı",
    },
    Latin {
        name: "Vietnamese",
        letters: "đơưăâêôạảấầẩẫậắằẳẵặẹẻẽếềểễệịỉĩọỏốồổỗộớờởỡợụủũứừửữựỳỵỷỹ",
        words: "và hoặc nhưng nếu là của có không cho với trong trên từ đến được đã đang sẽ tôi bạn anh chị em chúng mình này đó gì ai đâu khi \
            nào tại sao như thế rất cũng vẫn chưa xin chào cảm ơn vui lòng đơn hàng giao nhận sản phẩm tiền",
    },
    Latin {
        name: "Indonesian",
        letters: "",
        words: "dan atau tetapi tapi jika yang di ke dari untuk dengan tanpa pada dalam ini itu adalah ada tidak bukan belum sudah akan sedang \
            saya kami kita anda dia mereka apa siapa mana kapan mengapa bagaimana berapa juga masih hanya sangat lebih bisa dapat ingin mau \
            mohon tolong terima kasih selamat pagi siang halo salam hormat pesanan barang paket pengiriman sampai produk faktur uang rusak",
    },
    Latin {
        name: "Catalan",
        letters: "çàèéíòóú",
        words: "el els les un una uns unes de del dels al als i o però si que qui quan on com per amb sense és són era ser està estic he has ha hem \
            han jo tu vostè nosaltres em et es ho li meu meva seu seva no sí ja encara molt més també gràcies hola bon dia salutacions comanda \
            paquet enviament vull voldria puc podeu factura devolució",
    },
];

/// In which languages a word occurs: a bit for each of [`LATIN`].
pub(super) fn languages_of(word: &str) -> u32 {
    static WORDS: LazyLock<HashMap<&str, u32>> = LazyLock::new(|| {
        let mut words = HashMap::new();
        for (bit, language) in LATIN.iter().enumerate() {
            for word in language.words.split_whitespace() {
                *words.entry(word).or_default() |= 1 << bit;
            }
        }
        words
    });
    WORDS.get(word).copied().unwrap_or_default()
}
