// SPDX-License-Identifier: Apache-2.0
package org.packetloom.runtime.message;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/**
 * How many bytes an endpoint holds, by a walk over its objects: with references of four bytes,
 * headers of twelve, and objects in multiples of eight. Its settings do not count, which endpoints
 * share.
 */
final class Footprint {
  private static final int HEADER = 12;
  private static final int REFERENCE = 4;
  private static final int OTHER_OBJECT = 64;

  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final ArrayDeque<Object> left = new ArrayDeque<>();
  private long bytes;

  private Footprint() {}

  static long of(Object root) {
    var walk = new Footprint();
    walk.meet(root);
    while (!walk.left.isEmpty()) {
      walk.visit(walk.left.pop());
    }
    return walk.bytes;
  }

  private void meet(Object object) {
    if (object != null && !(object instanceof Enum<?>) && seen.add(object)) {
      left.push(object);
    }
  }

  private void visit(Object object) {
    Class<?> type = object.getClass();
    if (type.isArray()) {
      array(object, type.componentType());
    } else if (object instanceof ArrayDeque<?> queue) {
      add(OTHER_OBJECT + REFERENCE * (long) queue.size());
      queue.forEach(this::meet);
    } else if (object instanceof Optional<?> optional) {
      add(HEADER + REFERENCE);
      optional.ifPresent(this::meet);
    } else if (object instanceof ByteBuffer buffer) {
      add(OTHER_OBJECT);
      if (buffer.hasArray()) {
        meet(buffer.array());
      }
    } else if (type.getPackageName().equals(Footprint.class.getPackageName())) {
      fields(object, type);
    } else if (!type.getPackageName().startsWith("org.packetloom")) {
      add(OTHER_OBJECT);
    }
  }

  private void array(Object array, Class<?> component) {
    int length = Array.getLength(array);
    if (component.isPrimitive()) {
      add(HEADER + 4 + (long) length * size(component));
      return;
    }
    add(HEADER + 4 + (long) length * REFERENCE);
    for (Object each : (Object[]) array) {
      meet(each);
    }
  }

  private void fields(Object object, Class<?> type) {
    long size = HEADER;
    for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
      for (Field field : each.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          continue;
        }
        size += size(field.getType());
        if (!field.getType().isPrimitive()) {
          field.setAccessible(true);
          try {
            meet(field.get(object));
          } catch (IllegalAccessException e) {
            throw new AssertionError(e);
          }
        }
      }
    }
    add(size);
  }

  private static int size(Class<?> type) {
    if (!type.isPrimitive()) {
      return REFERENCE;
    }
    return type == long.class || type == double.class
        ? 8
        : type == int.class || type == float.class
            ? 4
            : type == short.class || type == char.class ? 2 : 1;
  }

  private void add(long size) {
    bytes += size + 7 & ~7L;
  }
}
