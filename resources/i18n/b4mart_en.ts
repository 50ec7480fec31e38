<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US">
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
