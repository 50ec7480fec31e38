<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
<context>
    <name>BulkDeeds</name>
    <message numerus="yes">
        <source>%n product(s) changed</source>
        <translation>
            <numerusform>%n product changed</numerusform>
            <numerusform>%n products changed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Prices of %n product(s) planned</source>
        <translation>
            <numerusform>Prices of %n product planned</numerusform>
            <numerusform>Prices of %n products planned</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Undo the change of %n product(s)?</source>
        <translation>
            <numerusform>Undo the change of %n product?</numerusform>
            <numerusform>Undo the change of %n products?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Planned prices of %n product(s) called off</source>
        <translation>
            <numerusform>Planned prices of %n product called off</numerusform>
            <numerusform>Planned prices of %n products called off</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s) put back</source>
        <translation>
            <numerusform>%n product put back</numerusform>
            <numerusform>%n products put back</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>BulkDialog</name>
    <message numerus="yes">
        <source>Looking at %n product(s)…</source>
        <translation>
            <numerusform>Looking at %n product…</numerusform>
            <numerusform>Looking at %n products…</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Change %n product(s)</source>
        <translation>
            <numerusform>Change %n product</numerusform>
            <numerusform>Change %n products</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Plan prices of %n product(s)</source>
        <translation>
            <numerusform>Plan prices of %n product</numerusform>
            <numerusform>Plan prices of %n products</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CartPane</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CategoriesRoom</name>
    <message numerus="yes">
        <source>%n categories</source>
        <translation>
            <numerusform>%n category</numerusform>
            <numerusform>%n categories</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CategoryForm</name>
    <message numerus="yes">
        <source>%n products with those below</source>
        <translation>
            <numerusform>%n product with those below</numerusform>
            <numerusform>%n products with those below</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CountersScreen</name>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CouponCard</name>
    <message numerus="yes">
        <source>%n code(s)</source>
        <translation>
            <numerusform>%n code</numerusform>
            <numerusform>%n codes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EditorDeeds</name>
    <message numerus="yes">
        <source>%n problem(s) to fix before saving</source>
        <translation>
            <numerusform>%n problem to fix before saving</numerusform>
            <numerusform>%n problems to fix before saving</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>EntryTexts</name>
    <message numerus="yes">
        <source>The database refused it %n time(s)</source>
        <translation>
            <numerusform>The database refused it once</numerusform>
            <numerusform>The database refused it %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExplainWords</name>
    <message numerus="yes">
        <source>%n piece(s) of this line</source>
        <translation>
            <numerusform>%n piece of this line</numerusform>
            <numerusform>%n pieces of this line</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FactTexts</name>
    <message numerus="yes">
        <source>%n document(s) left out</source>
        <translation>
            <numerusform>%n document left out</numerusform>
            <numerusform>%n documents left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n need(s) attention</source>
        <translation>
            <numerusform>%n needs attention</numerusform>
            <numerusform>%n need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n entry(s)</source>
        <translation>
            <numerusform>%n entry</numerusform>
            <numerusform>%n entries</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n running</source>
        <translation>
            <numerusform>%n running</numerusform>
            <numerusform>%n running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FilterWords</name>
    <message numerus="yes">
        <source>%n picked product(s)</source>
        <translation>
            <numerusform>%n picked product</numerusform>
            <numerusform>%n picked products</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GoodsDialog</name>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n product</numerusform>
            <numerusform>%n products</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n department(s)</source>
        <translation>
            <numerusform>%n department</numerusform>
            <numerusform>%n departments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GoodsField</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GoodsWords</name>
    <message numerus="yes">
        <source>%n part(s)</source>
        <translation>
            <numerusform>%n part</numerusform>
            <numerusform>%n parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n product(s)</source>
        <translation>
            <numerusform>%n product</numerusform>
            <numerusform>%n products</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n department(s)</source>
        <translation>
            <numerusform>%n department</numerusform>
            <numerusform>%n departments</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>HeldRowsModel</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n item</numerusform>
            <numerusform>%n items</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LabelTrial</name>
    <message numerus="yes">
        <source>%n piece(s)</source>
        <translation>
            <numerusform>%n piece</numerusform>
            <numerusform>%n pieces</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListBar</name>
    <message numerus="yes">
        <source>%n changed – refresh</source>
        <translation>
            <numerusform>%n changed – refresh</numerusform>
            <numerusform>%n changed – refresh</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ListsTab</name>
    <message numerus="yes">
        <source>%n price(s) set</source>
        <translation>
            <numerusform>%n price set</numerusform>
            <numerusform>%n prices set</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PasteDialog</name>
    <message numerus="yes">
        <source>%n price(s) to set</source>
        <translation>
            <numerusform>%n price to set</numerusform>
            <numerusform>%n prices to set</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) left out</source>
        <translation>
            <numerusform>%n line left out</numerusform>
            <numerusform>%n lines left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message numerus="yes">
        <source>%n digit(s) typed</source>
        <translation>
            <numerusform>%n digit typed</numerusform>
            <numerusform>%n digits typed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrintPane</name>
    <message numerus="yes">
        <source>%n label(s)</source>
        <translation>
            <numerusform>%n label</numerusform>
            <numerusform>%n labels</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sheet(s)</source>
        <translation>
            <numerusform>%n sheet</numerusform>
            <numerusform>%n sheets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrintedNotice</name>
    <message numerus="yes">
        <source>%n label(s) are in {file}. Did they come out well?</source>
        <translation>
            <numerusform>%n label is in {file}. Did it come out well?</numerusform>
            <numerusform>%n labels are in {file}. Did they come out well?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromotionEditor</name>
    <message numerus="yes">
        <source>%n thing(s) to fix</source>
        <translation>
            <numerusform>%n thing to fix</numerusform>
            <numerusform>%n things to fix</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RepairDeeds</name>
    <message numerus="yes">
        <source>Apply proposals to %n document(s)?</source>
        <translation>
            <numerusform>Apply proposals to %n document?</numerusform>
            <numerusform>Apply proposals to %n documents?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) repaired</source>
        <translation>
            <numerusform>%n document repaired</numerusform>
            <numerusform>%n documents repaired</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) left: nobody can tell what was meant</source>
        <translation>
            <numerusform>%n document left: nobody can tell what was meant</numerusform>
            <numerusform>%n documents left: nobody can tell what was meant</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) not saved</source>
        <translation>
            <numerusform>%n document not saved</numerusform>
            <numerusform>%n documents not saved</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScaleLabelsRoom</name>
    <message numerus="yes">
        <source>%n barcode(s) of products would be taken for such labels:</source>
        <translation>
            <numerusform>%n barcode of a product would be taken for such a label:</numerusform>
            <numerusform>%n barcodes of products would be taken for such labels:</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScheduleDialog</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScheduledTab</name>
    <message numerus="yes">
        <source>%n price(s) planned</source>
        <translation>
            <numerusform>%n price planned</numerusform>
            <numerusform>%n prices planned</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShiftScreen</name>
    <message numerus="yes">
        <source>%n sale(s)</source>
        <translation>
            <numerusform>%n sale</numerusform>
            <numerusform>%n sales</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TaxonomyDialog</name>
    <message numerus="yes">
        <source>%n new categories</source>
        <translation>
            <numerusform>%n new category</numerusform>
            <numerusform>%n new categories</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n there already</source>
        <translation>
            <numerusform>%n there already</numerusform>
            <numerusform>%n there already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines left out</source>
        <translation>
            <numerusform>%n line left out</numerusform>
            <numerusform>%n lines left out</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add %n categories</source>
        <translation>
            <numerusform>Add %n category</numerusform>
            <numerusform>Add %n categories</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TroublesCard</name>
    <message numerus="yes">
        <source>%n problem(s) to fix before saving</source>
        <translation>
            <numerusform>%n problem to fix before saving</numerusform>
            <numerusform>%n problems to fix before saving</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n suggestion(s)</source>
        <translation>
            <numerusform>%n suggestion</numerusform>
            <numerusform>%n suggestions</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Counts</name>
    <message numerus="yes">
        <source>%n entry(s) need attention</source>
        <translation>
            <numerusform>%n entry needs attention</numerusform>
            <numerusform>%n entries need attention</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n sale(s) waiting</source>
        <translation>
            <numerusform>%n sale waiting</numerusform>
            <numerusform>%n sales waiting</numerusform>
        </translation>
    </message>
</context>
</TS>
