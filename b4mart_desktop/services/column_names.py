"""What columns of tables say about products, and by which headers they are known, in many languages.

Reading the cells belongs to ``product_cells``, writing them to ``product_texts``.
"""

import enum
import re
import unicodedata
from collections.abc import Mapping


class Column(enum.StrEnum):
    """What a column says about a product. The value is the header that exports write."""

    SKU = "sku"
    GTIN = "gtin"
    BARCODE = "barcode"
    CODE = "barcode_or_sku"
    NAME = "name"
    CATEGORY = "category"
    PRICE = "price"
    SALE_PRICE = "sale_price"
    COST = "cost"
    CURRENCY = "currency"
    TAX_CLASS = "tax_class"
    STATUS = "status"
    UNIT = "unit"
    PLU = "plu"
    WEIGHED = "weighed"
    OPEN_PRICE = "open_price"
    AGE = "age"
    QUANTITY = "quantity"
    LOW_STOCK = "low_stock"
    TRACKED = "track_quantity"
    BACKORDERS = "allow_backorders"
    PACKS = "packs"
    VENDOR = "vendor"
    TAGS = "tags"
    FEATURED = "featured"
    FAVOURITE = "favourite"
    COLOR = "color"
    DESCRIPTION = "description"
    SHORT_DESCRIPTION = "short_description"
    SPECIFICATIONS = "specifications"
    IMAGES = "images"
    VARIANTS = "variants"
    VARIANT_STOCK = "variant_stock"
    WEIGHT = "weight"
    LENGTH = "length"
    WIDTH = "width"
    HEIGHT = "height"
    SHIPPING_CLASS = "shipping_class"
    SLUG = "slug"
    SEO_TITLE = "seo_title"
    SEO_DESCRIPTION = "seo_description"
    SEO_KEYWORDS = "seo_keywords"


SEVERAL = frozenset({Column.GTIN, Column.BARCODE, Column.CODE, Column.TAGS, Column.IMAGES})
"""What several columns of one table may say; of others the first column counts."""

CODES = frozenset({Column.SKU, Column.GTIN, Column.BARCODE, Column.CODE, Column.PLU})
"""By which products are known; a table has at least one of them."""

SYNONYMS: Mapping[Column, str] = {
    Column.GTIN: "gtin ean upc ean13 ean8 upca gtin13 gtin14 gtin12 jan isbn eancode upccode codigoean"
    " codeean eannummer codicegtin קודמוצרגלובלי",
    Column.BARCODE: "barcode barcodes code scancode barcodenumber barcode2 barcode3 strichcode codebarres"
    " codeabarres codigodebarras codigobarras codicebarre codiceabarre streepjescode kodkreskowy barkod"
    " штрихкод バーコード 条码 条形码 باركود الباركود ברקוד קודברקוד",
    Column.CODE: "barcodeorsku",
    Column.SKU: "sku itemnumber articlenumber productcode itemcode itemno articleno partnumber productnumber"
    " articlecode skucode variantsku artikelnummer artikelnr artnr bestellnummer refarticle referencearticle"
    " reference ref codigo codigoproducto referencia codigodoproduto codicearticolo codice codeproduit"
    " codearticle artikelcode indeks артикул 品番 货号 מקט קוד קודפריט קודמוצר מספרפריט",
    Column.NAME: "name title productname product itemname itemnm item itemdescription articlename"
    " producttitle bezeichnung artikelbezeichnung artikel produkt produktname artikelname designation libelle"
    " nom nomduproduit produit nombre producto nombreproducto denominacion articulo nome nomedoproduto"
    " produto descricaodoproduto prodotto nomeprodotto articolo naam productnaam nazwa название наименование"
    " товар 商品名 名称 商品名称 اسم الاسم اسمالمنتج المنتج שם שםמוצר שםהמוצר שםפריט שםהפריט תיאורפריט"
    " תיאורמוצר פריט מוצר",
    Column.PRICE: "price baseprice regularprice listprice unitprice retailprice sellingprice itemprice rrp"
    " salesprice variantprice preis verkaufspreis vk vkpreis bruttopreis einzelpreis listenpreis prix"
    " prixdevente prixttc prixunitaire precio precioventa preciodeventa pvp preco precodevenda precovenda"
    " prezzo prezzodivendita prijs verkoopprijs cena цена 価格 售价 价格 السعر سعر سعرالبيع מחיר מחירלצרכן"
    " מחירמכירה מחיריחידה מחירכוללמעמ",
    Column.SALE_PRICE: "saleprice specialprice discountprice promoprice offerprice aktionspreis angebotspreis"
    " prixpromo prixpromotionnel preciooferta precioderebaja precopromocional prezzoscontato"
    " actieprijs ценасоскидкой سعرالعرض מחירמבצע",
    Column.COST: "cost costprice purchaseprice unitcost costperitem buyingprice wholesaleprice einkaufspreis"
    " ek ekpreis prixdachat coutunitaire cout costo coste preciocompra preciodecompra preciocosto custo"
    " precodecusto prezzodiacquisto inkoopprijs cenazakupu закупочнаяцена سعرالتكلفة التكلفة עלות מחירעלות"
    " מחירקניה מחירקנייה",
    Column.CURRENCY: "currency currencycode wahrung devise moneda moeda valuta waluta валюта العملة מטבע",
    Column.CATEGORY: "category department maincategoryen productcategory producttype productgroup itemgroup"
    " kategorie warengruppe artikelgruppe categorie rayon famille categoria familia seccion departamento"
    " reparto kategoria категория группа 分类 カテゴリ الفئة القسم קטגוריה מחלקה קבוצה קבוצתמוצרים",
    Column.QUANTITY: "quantity stock qty onhand stockquantity inventory instock availablestock stocklevel"
    " variantinventoryqty bestand lagerbestand menge quantite stockdisponible cantidad existencias"
    " quantidade estoque quantita giacenza voorraad ilosc остаток количество 库存 在庫 الكمية المخزون כמות"
    " מלאי כמותבמלאי",
    Column.LOW_STOCK: "lowstock lowstockthreshold reorderpoint minstock minimumstock lowstockamount"
    " mindestbestand meldebestand stockminimum stockminimo estoqueminimo scortaminima מלאימינימום",
    Column.TRACKED: "trackquantity tracked trackstock trackinventory managestock bestandsfuhrung",
    Column.BACKORDERS: "allowbackorders backorders backordersallowed",
    Column.PACKS: "packs packages multipacks gebinde",
    Column.TAX_CLASS: "taxclass tax taxcode vat vatcode taxcategory steuer steuersatz steuerklasse mwst ust"
    " tva tauxtva iva impuesto tipoiva imposto aliquota btw ставкандс ндс ضريبة מעמ קודמעמ",
    Column.DESCRIPTION: "description ingredients longdescription bodyhtml productdescription beschreibung"
    " manufactureitemdescription manufactureritemdescription ingredientstext"
    " langtext descriptionproduit descripcion descricao descrizione omschrijving opis описание 描述 説明"
    " الوصف תיאור תאור",
    Column.SHORT_DESCRIPTION: "shortdescription genericname kurzbeschreibung kurztext descriptioncourte"
    " descripcioncorta descricaocurta תיאורקצר",
    Column.UNIT: "unit uom unitofmeasure salesunit einheit mengeneinheit verkaufseinheit unite unidad unidade"
    " unita eenheid jednostka единица единицаизмерения الوحدة יחידה יחידתמידה",
    Column.PLU: "plu plucode plunumber plunummer codeplu קודשקילה",
    Column.WEIGHED: "weighed soldbyweight isweighed bisweighted gewogen waage waageartikel"
    " vendupoids apeso שקיל נשקל",
    Column.OPEN_PRICE: "openprice priceopen priceonrequest freierpreis",
    Column.STATUS: "status state productstatus estado stato statut סטטוס",
    Column.AGE: "age minage agerestricted agerestriction minimumage altersfreigabe mindestalter ageminimum"
    " edadminima idademinima גיל גילמינימלי",
    Column.COLOR: "color tilecolor tilecolour",
    Column.FAVOURITE: "favourite favorite isfavourite favorit favori favorito",
    Column.VENDOR: "vendor supplier vendorname suppliername vendoremail supplieremail lieferant fournisseur"
    " proveedor fornecedor fornitore leverancier dostawca поставщик المورد ספק שםספק",
    Column.TAGS: "tags tag labels keywordtags schlagworte etiquetas etiquettes תגיות",
    Column.FEATURED: "featured isfeatured hervorgehoben enavant destacado destaque",
    Column.IMAGES: "images image imageurl imageurls imagesrc picture pictures pictureurl photo photos bild"
    " bilder bildurl imagen imagenes imagem immagine תמונה תמונות",
    Column.SPECIFICATIONS: "specifications specs attributes technicaldata spezifikationen datenblatt",
    Column.VARIANTS: "variants options varianten",
    Column.VARIANT_STOCK: "variantstock variantstocks",
    Column.WEIGHT: "weight shippingweight weightkg grossweight gewicht versandgewicht poids peso"
    " gewichtkg משקל",
    Column.LENGTH: "length lange longueur longitud comprimento lunghezza אורך",
    Column.WIDTH: "width breite largeur ancho largura larghezza רוחב",
    Column.HEIGHT: "height hohe hauteur alto altura altezza גובה",
    Column.SHIPPING_CLASS: "shippingclass versandklasse",
    Column.SLUG: "slug handle urlkey permalink",
    Column.SEO_TITLE: "seotitle metatitle",
    Column.SEO_DESCRIPTION: "seodescription metadescription",
    Column.SEO_KEYWORDS: "seokeywords metakeywords keywords",
}
"""By which headers a column is known, as ``plain_name`` makes them."""

# Marks of direction, embeddings, isolates and the byte order mark: they are pasted along.
_INVISIBLE = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u061c]")
_NOT_LETTER = re.compile(r"[\W_]+")
_MARKS = re.compile("[\u0300-\u036f\u0591-\u05c7]")
_UNIT_IN_NAME = re.compile(r"\s*[(\[].*[)\]]\s*$")


def cleaned(text: str) -> str:
    """Returns ``text`` without the white space and the invisible marks of direction around it."""
    text = text.strip()
    if text.isascii():
        return text
    return text.strip(
        "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u061c \t\r\n\u00a0"
    )


def without_marks(text: str) -> str:
    """Returns ``text`` without any invisible marks of direction, such as codes and numbers need it."""
    return text if text.isascii() else _INVISIBLE.sub("", text)


def plain_name(header: str) -> str:
    """Returns a header in lower case without accents, spaces and signs."""
    text = unicodedata.normalize("NFKD", header.casefold())
    return _NOT_LETTER.sub("", _MARKS.sub("", text))


def column_named(header: str) -> Column | None:
    """Returns what a header means; one such as ``Price (USD)`` also without what is in brackets."""
    return _COLUMNS.get(plain_name(header)) or _COLUMNS.get(plain_name(_UNIT_IN_NAME.sub("", header)))


_COLUMNS = {plain_name(name): column for column, names in SYNONYMS.items() for name in names.split()}
