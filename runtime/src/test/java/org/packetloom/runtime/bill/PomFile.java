// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.bill;

import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What a Maven project says of itself in its own file. */
record PomFile(Element project) {
  static PomFile read(InputStream file) throws Exception {
    return new PomFile(
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(file)
            .getDocumentElement());
  }

  /** The text of a child, such as the version. */
  Optional<String> text(String name) {
    return text(project, name);
  }

  /** The names of its licences. */
  List<String> licences() {
    return below(project, "licenses", "license")
        .flatMap(each -> text(each, "name").stream())
        .toList();
  }

  /** The dependencies that its users get with it. */
  List<Dependency> dependencies() {
    return below(project, "dependencies", "dependency")
        .filter(each -> text(each, "optional").isEmpty())
        .filter(
            each -> List.of("compile", "runtime").contains(text(each, "scope").orElse("compile")))
        .map(
            each ->
                new Dependency(
                    text(each, "groupId").orElseThrow(), text(each, "artifactId").orElseThrow()))
        .toList();
  }

  private static Stream<Element> below(Element parent, String group, String name) {
    return children(parent, group).flatMap(list -> children(list, name));
  }

  private static Optional<String> text(Element parent, String name) {
    return children(parent, name).findFirst().map(child -> child.getTextContent().strip());
  }

  private static Stream<Element> children(Element parent, String name) {
    var nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .<Node>mapToObj(nodes::item)
        .filter(node -> node instanceof Element && node.getNodeName().equals(name))
        .map(Element.class::cast);
  }

  /** Coordinates without a version. */
  record Dependency(String group, String artifact) {
    boolean isOurs() {
      return group.equals("org.packetloom");
    }
  }
}
