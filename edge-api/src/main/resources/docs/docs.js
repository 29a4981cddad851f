"use strict";
// Shows /openapi.json. Text goes in as text nodes only, never as markup.

const METHODS = ["get", "post", "put", "patch", "delete"];

function make(name, text, ...children) {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
}

function resolver(contract) {
  return function resolve(node) {
    if (!node || !node.$ref) return node;
    return node.$ref.slice(2).split("/").reduce((at, part) => at[part], contract);
  };
}

function nameOf(node) {
  return node && node.$ref ? node.$ref.split("/").pop() : null;
}

function link(schema) {
  const name = nameOf(schema);
  if (!name) return make("code", typeOf(schema));
  const anchor = make("a", name);
  anchor.href = "#schema-" + name;
  return anchor;
}

function typeOf(schema) {
  if (!schema) return "";
  if (schema.$ref) return nameOf(schema);
  if (schema.oneOf) return schema.oneOf.map(typeOf).join(" or ");
  if (schema.enum) return schema.enum.join(" | ");
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.type === "array") return "array of " + typeOf(schema.items);
  return [].concat(schema.type || "any").join(" or ");
}

function boundsOf(schema) {
  return ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern", "format", "default"]
    .filter((key) => schema[key] !== undefined)
    .map((key) => key + " " + schema[key])
    .join(", ");
}

function table(headings, rows) {
  const head = make("tr", "", ...headings.map((text) => make("th", text)));
  const body = rows.map((cells) =>
    make("tr", "", ...cells.map((cell) => (cell instanceof Node ? make("td", "", cell) : make("td", cell)))));
  return make("table", "", make("thead", "", head), make("tbody", "", ...body));
}

function operation(path, method, item, resolve) {
  const op = item[method];
  const section = make("section", "", make("h3", "", make("b", method), " " + path), make("p", op.summary));
  section.id = op.operationId;
  if (op.description) section.append(make("p", op.description));
  if (op["x-roles"]) section.append(make("p", "Roles: " + op["x-roles"].join(", ")));
  const parameters = [...(item.parameters || []), ...(op.parameters || [])].map(resolve);
  if (parameters.length > 0) {
    section.append(table(["Parameter", "In", "Meaning"],
      parameters.map((one) => [make("code", one.name), one.in, one.description || boundsOf(resolve(one.schema))])));
  }
  if (op.requestBody) {
    section.append(make("p", "Body: ", link(op.requestBody.content["application/json"].schema)));
  }
  section.append(table(["Status", "Meaning", "Body"], Object.entries(op.responses).map(([status, given]) => {
    const response = resolve(given);
    const content = Object.entries(response.content || {})[0];
    const body = !content ? "" : nameOf(content[1].schema) ? link(content[1].schema) : content[0];
    return [status, response.description, body];
  })));
  return section;
}

function schemaSection(name, schema) {
  const section = make("section", "", make("h3", name));
  section.id = "schema-" + name;
  if (schema.description) section.append(make("p", schema.description));
  if (schema.properties) {
    section.append(table(["Member", "Type", "Bounds", ""], Object.entries(schema.properties).map(([member, one]) => [
      make("code", member), link(one), boundsOf(one), (schema.required || []).includes(member) ? "required" : ""])));
  } else {
    section.append(make("p", typeOf(schema) + " " + boundsOf(schema)));
  }
  return section;
}

function show(contract) {
  const resolve = resolver(contract);
  const main = make("main", "", make("h1", contract.info.title + " " + contract.info.version), make("p", contract.info.description));
  const index = document.getElementById("index");
  for (const tag of contract.tags) {
    main.append(make("h2", tag.name), make("p", tag.description));
    index.append(make("h2", tag.name));
    for (const [path, item] of Object.entries(contract.paths)) {
      for (const method of METHODS.filter((one) => item[one] && item[one].tags.includes(tag.name))) {
        main.append(operation(path, method, item, resolve));
        const anchor = make("a", method.toUpperCase() + " " + path);
        anchor.href = "#" + item[method].operationId;
        index.append(anchor);
      }
    }
  }
  main.append(make("h2", "Schemas"));
  Object.entries(contract.components.schemas).forEach(([name, schema]) => main.append(schemaSection(name, schema)));
  document.getElementById("contract").replaceWith(main);
}

fetch("/openapi.json")
  .then((response) => response.json())
  .then(show)
  .catch(() => {
    document.getElementById("contract").textContent = "The contract could not be read; it is at /openapi.yaml.";
  });
