package dev.millrace.standalone;

import dev.millrace.edge.auth.Role;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test that meets the shared instance through HTTP: nothing is known of its inside. */
@ExtendWith(SharedBackbone.class)
abstract class SharedShop {

  final Backbone backbone = SharedBackbone.running();
  final ShopApi ops = backbone.as(Role.OPS, "ops");
  final Shopping shopping = new Shopping(backbone.instance().edgeUrl(), ops);
}
