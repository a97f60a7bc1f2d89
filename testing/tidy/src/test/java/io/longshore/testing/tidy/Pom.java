package io.longshore.testing.tidy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// What a module's `pom.xml` says of itself.
///
/// @param release      `maven.compiler.release`, or "" where the root's holds
/// @param dependencies what its product code depends on: everything not of scope `test`
record Pom(String release, List<Dependency> dependencies) {

    /// @param group    group id
    /// @param artifact artifact id
    record Dependency(String group, String artifact) {

        boolean isOurs() {
            return group.equals("io.longshore");
        }

        String moduleName() {
            return "io.longshore." + artifact.replace('-', '.');
        }
    }

    static Pom of(Path module) {
        Document document = parse(module.resolve("pom.xml"));
        List<Dependency> dependencies = new ArrayList<>();
        NodeList found = document.getElementsByTagName("dependency");
        for (int i = 0; i < found.getLength(); i++) {
            Element element = (Element) found.item(i);
            boolean ofProject = element.getParentNode().getParentNode() == document.getDocumentElement();
            if (ofProject && !text(element, "scope").equals("test")) {
                dependencies.add(new Dependency(text(element, "groupId"), text(element, "artifactId")));
            }
        }
        return new Pom(text(document.getDocumentElement(), "maven.compiler.release"), dependencies);
    }

    private static Document parse(Path file) {
        try {
            return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        } catch (Exception e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    private static String text(Element element, String name) {
        NodeList found = element.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent().strip();
    }
}
